//! Texts that the tool carries: written in files that are committed, compressed by `build.rs`.

/// A text that is carried.
#[derive(Clone, Copy, Debug)]
pub struct Embedded(pub(crate) &'static [u8]);

/// The file of this name in `completions/`, `man/` or `api/`.
macro_rules! embedded {
    ($name:literal) => {
        $crate::embedded::Embedded(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate")))
    };
}
pub(crate) use embedded;

impl Embedded {
    /// The text; what the build has compressed can always be read.
    pub fn text(self) -> String {
        let bytes = miniz_oxide::inflate::decompress_to_vec(self.0).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_is_that_of_its_file() {
        assert_eq!(embedded!("lktoken.1").text(), include_str!("../man/lktoken.1"));
        assert_eq!(embedded!("openapi.json").text(), include_str!("../api/openapi.json"));
    }
}
