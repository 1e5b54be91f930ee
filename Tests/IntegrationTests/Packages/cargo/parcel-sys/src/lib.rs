extern "C" {
    pub fn parcel_add(weight: i32) -> i32;
    pub fn parcel_count() -> i32;
}
