// Says what of the program is to be demoted: the library that was linked in, and what a policy says.
use std::env::var;
use std::process::Command;

fn cc(arguments: &[&str]) {
    assert!(Command::new("cc").args(arguments).status().unwrap().success());
}

fn main() {
    let out = var("OUT_DIR").unwrap();
    let here = var("CARGO_MANIFEST_DIR").unwrap();

    // What a system would have: the toolkit, and the library's shared copy.
    let shared = ["-shared", "-fPIC", &format!("-L{out}"), &format!("-Wl,-rpath,{out}")];
    let toolkit = format!("{out}/libtoolkit.so");
    let parcel = format!("{out}/libparcel.so");
    cc(&[&shared[..], &[&format!("{here}/parcel/parcel.c"), "-o", &parcel]].concat());
    cc(&[&shared[..], &[&format!("{here}/parcel/toolkit.c"), "-o", &toolkit, "-l:libparcel.so"]].concat());
    println!("cargo:rustc-link-arg-bins={toolkit}");
    println!("cargo:rustc-link-arg-bins=-Wl,-rpath,{out}");

    let archive = var("DEP_PARCEL_ARCHIVE").unwrap();
    if var("RUSTC_LINKER").map_or(false, |linker| linker.ends_with("symdemote-cc")) {
        println!("cargo:rustc-link-arg-bins=-Wsymdemote,--demote-from={archive}");
        println!("cargo:rustc-link-arg-bins=-Wsymdemote,--policy={here}/symdemote.policy");
    }
    println!("cargo:rerun-if-changed=symdemote.policy");

    // More than a command line may have, so that the linker is given a response file.
    println!("cargo:rerun-if-env-changed=HOST_LONG");
    if var("HOST_LONG").is_ok() {
        let (folder, name) = archive.rsplit_once('/').unwrap();
        for _ in 0..900 {
            println!("cargo:rustc-link-arg-bins={folder}/{}{name}", "./".repeat(1500));
        }
    }
}
