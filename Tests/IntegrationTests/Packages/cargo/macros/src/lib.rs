use proc_macro::TokenStream;

#[proc_macro]
pub fn three(_: TokenStream) -> TokenStream {
    "3".parse().unwrap()
}
