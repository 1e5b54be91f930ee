use std::env::var;
use std::process::Command;

fn main() {
    let out = var("OUT_DIR").unwrap();
    let source = format!("{}/../parcel/parcel.c", var("CARGO_MANIFEST_DIR").unwrap());
    let object = format!("{out}/parcel.o");
    let archive = format!("{out}/libparcel.a");
    let compiled = Command::new("cc").args(["-fPIC", "-c", &source, "-o", &object]).status();
    assert!(compiled.unwrap().success());
    let archived = Command::new("ar").args(["rcs", &archive, &object]).status();
    assert!(archived.unwrap().success());
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static=parcel");
    println!("cargo:archive={archive}");
}
