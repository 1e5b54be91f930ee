extern crate parcel_sys;

extern "C" {
    fn toolkit_count() -> i32;
}

fn main() {
    unsafe { parcel_sys::parcel_add(macros::three!()) };
    println!("{} {}", unsafe { parcel_sys::parcel_count() }, unsafe { toolkit_count() });
}
