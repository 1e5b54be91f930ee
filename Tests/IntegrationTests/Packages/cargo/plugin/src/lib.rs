#[no_mangle]
pub extern "C" fn plugin_start() -> i32 {
    plugin_helper()
}

// Exported because another crate wanted it so.
#[no_mangle]
pub extern "C" fn plugin_helper() -> i32 {
    7
}
