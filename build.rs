//! Compresses the texts that the tool carries: completions, manual pages and the API's description would be a twentieth
//! of it otherwise.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "cli")]
    compress(&["completions", "man", "api/openapi.json", "api/openapi.yaml"])?;
    Ok(())
}

/// Writes `NAME.deflate` into the output folder for every file, or file of a folder.
#[cfg(feature = "cli")]
fn compress(paths: &[&str]) -> std::io::Result<()> {
    use std::path::Path;
    use std::{env, fs, io};

    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
        let path = Path::new(path);
        let files = if path.is_dir() {
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?
        } else {
            vec![path.to_owned()]
        };
        for file in files {
            let mut name = file.file_name().unwrap_or_default().to_owned();
            name.push(".deflate");
            // 10 is the smallest that there is.
            let packed = miniz_oxide::deflate::compress_to_vec(&fs::read(&file)?, 10);
            fs::write(Path::new(&out).join(name), packed)?;
        }
    }
    Ok(())
}
