//! The same program in Rust, as a crate with a `vendored` feature would link it.

use std::ffi::CStr;
use std::os::raw::{c_char, c_int, c_void};

#[link(name = "dbus-1", kind = "static")]
extern "C" {
    fn dbus_message_new_signal(
        path: *const c_char,
        interface: *const c_char,
        name: *const c_char,
    ) -> *mut c_void;
    fn dbus_message_get_member(message: *mut c_void) -> *const c_char;
    fn dbus_message_unref(message: *mut c_void);
}

#[link(name = "toolkit")]
extern "C" {
    fn toolkit_start();
}

extern "C" {
    fn dlopen(file: *const c_char, mode: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
}

const RTLD_NOW: c_int = 2;

fn text(bytes: &'static [u8]) -> *const c_char {
    CStr::from_bytes_with_nul(bytes).unwrap().as_ptr()
}

fn main() {
    unsafe {
        let message = dbus_message_new_signal(
            text(b"/program\0"),
            text(b"org.sample.Program\0"),
            text(b"Started\0"),
        );
        assert!(!message.is_null());
        let member = CStr::from_ptr(dbus_message_get_member(message));
        println!("program: built a signal {}", member.to_string_lossy());
        dbus_message_unref(message);

        toolkit_start();

        let driver = dlopen(text(b"driver.so\0"), RTLD_NOW);
        assert!(!driver.is_null(), "driver.so cannot be opened");
        let driver_start = dlsym(driver, text(b"driver_start\0"));
        assert!(!driver_start.is_null(), "driver.so has no driver_start");
        let driver_start: extern "C" fn() -> c_int = std::mem::transmute(driver_start);
        std::process::exit(driver_start());
    }
}
