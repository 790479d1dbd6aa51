//! The languages papers come in. To add one: its file of labels, and its line here.

macro_rules! languages {
    ($($(#[$about:meta])+ $language:ident = $code:literal;)+) => {
        /// The language of the fixed words. Free text prints as it was typed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Language { $($(#[$about])+ $language),+ }

        impl Language {
            /// All of them, in the order of the list.
            pub const ALL: &[Language] = &[$(Language::$language),+];
            /// Its code, as a body keeps it: `en`.
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Language::$language => $code),+ } }
            /// Its file of labels.
            pub(crate) fn file(self) -> &'static str {
                match self { $(Language::$language => include_str!(concat!("../labels/", $code, ".json"))),+ }
            }
        }
    };
}

languages! {
    /// English, the language the forms are written in.
    En = "en";
    /// Spanish as read in the United States.
    Es = "es";
}
