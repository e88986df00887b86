//! `~/.livekit/cli-config.yaml`, where LiveKit's own CLI (`lk`) keeps its projects.

use std::path::{Path, PathBuf};

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use zeroize::Zeroizing;

use super::environment::Environment;
use super::error::{CredentialError, FileKind};
use super::text::{FILE_LIMIT, read_file};

/// The projects in that file. Members that are not listed here are skipped: the file is theirs to extend.
#[derive(Default)]
pub(super) struct CliConfig {
    pub(super) default_project: Option<String>,
    pub(super) projects: Vec<Project>,
    /// The lowest nine bits of the file's mode, where it has one.
    pub(super) mode: Option<u32>,
}

/// A project, as far as it is filled in.
#[derive(Default)]
pub(super) struct Project {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) api_secret: Option<Zeroizing<String>>,
}

/// Where LiveKit's own CLI keeps its config file, on every system; `None` where the system tells of no home directory.
pub(super) fn path(environment: &Environment) -> Option<PathBuf> {
    environment.home_dir().map(|home| home.join(".livekit").join("cli-config.yaml"))
}

/// Reads the file.
pub(super) fn read(path: &Path) -> Result<CliConfig, CredentialError> {
    let file = read_file(FileKind::LivekitCli, path, FILE_LIMIT)?;
    let mut reader = Reader { path, parser: Parser::new_from_str(&file.text) };
    Ok(CliConfig { mode: file.mode, ..reader.document()? })
}

/// Takes the file's events in turn. Nothing here recurses, however deeply the file nests.
struct Reader<'t> {
    path: &'t Path,
    parser: Parser<'t, StrInput<'t>>,
}

type Next<'t> = (Event<'t>, Span);

impl<'t> Reader<'t> {
    /// The next event. The parser's own message is not passed on, for it could quote the file.
    fn next(&mut self) -> Result<Next<'t>, CredentialError> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(self.error("valid YAML", *error.marker())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn error(&self, expected: &'static str, at: saphyr_parser::Marker) -> CredentialError {
        CredentialError::LivekitCli {
            path: self.path.to_owned(),
            line: at.line(),
            column: at.col() + 1,
            expected,
        }
    }

    fn document(&mut self) -> Result<CliConfig, CredentialError> {
        let mut config = CliConfig::default();
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::MappingStart(..), _) => break,
                (Event::StreamEnd, _) => return Ok(config),
                // An empty document is a null.
                (Event::Scalar(text, style, ..), _) if is_null(&text, style) => return Ok(config),
                (_, span) => return Err(self.error("a mapping with `projects`", span.start)),
            }
        }
        while let Some(key) = self.key()? {
            match key.as_str() {
                "default_project" => config.default_project = self.text()?.map(|text| text.to_string()),
                "projects" => config.projects = self.projects()?,
                _ => self.skip()?,
            }
        }
        Ok(config)
    }

    fn projects(&mut self) -> Result<Vec<Project>, CredentialError> {
        let mut projects = Vec::new();
        match self.next()? {
            (Event::SequenceStart(..), _) => {}
            (Event::Scalar(text, style, ..), _) if is_null(&text, style) => return Ok(projects),
            (_, span) => return Err(self.error("a list of projects", span.start)),
        }
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(projects),
                (Event::MappingStart(..), _) => projects.push(self.project()?),
                (_, span) => return Err(self.error("a project: a mapping with `name`", span.start)),
            }
        }
    }

    fn project(&mut self) -> Result<Project, CredentialError> {
        let mut project = Project::default();
        let plain = |text: Option<Zeroizing<String>>| text.map(|text| text.to_string());
        while let Some(key) = self.key()? {
            match key.as_str() {
                "name" => project.name = plain(self.text()?),
                "url" => project.url = plain(self.text()?),
                "api_key" => project.api_key = plain(self.text()?),
                "api_secret" => project.api_secret = self.text()?,
                _ => self.skip()?,
            }
        }
        Ok(project)
    }

    /// The next key of a mapping; `None` at its end.
    fn key(&mut self) -> Result<Option<String>, CredentialError> {
        match self.next()? {
            (Event::MappingEnd, _) => Ok(None),
            (Event::Scalar(text, ..), _) => Ok(Some(text.into_owned())),
            (_, span) => Err(self.error("a plain key", span.start)),
        }
    }

    /// A text, as it is written: a secret of digits alone stays what it is. `None` for a null and an empty text.
    fn text(&mut self) -> Result<Option<Zeroizing<String>>, CredentialError> {
        match self.next()? {
            (Event::Scalar(text, style, ..), _) if text.is_empty() || is_null(&text, style) => Ok(None),
            (Event::Scalar(text, ..), _) => Ok(Some(Zeroizing::new(text.into_owned()))),
            (_, span) => Err(self.error("a text", span.start)),
        }
    }

    /// Passes over a value of any kind.
    fn skip(&mut self) -> Result<(), CredentialError> {
        let mut depth = 0_usize;
        loop {
            match self.next()?.0 {
                Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
                Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
                Event::StreamEnd => return Ok(()),
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// Whether a scalar is YAML's null.
fn is_null(text: &str, style: ScalarStyle) -> bool {
    style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read_text(text: &str) -> Result<CliConfig, CredentialError> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cli-config.yaml");
        fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn what_livekits_cli_writes_is_read() {
        let projects = read_text(
            "default_project: my-proj\nprojects:\n  - name: my-proj\n    project_id: p_x\n    url: \
             wss://sub.livekit.cloud\n    api_key: APIx\n    api_secret: 'canary'\n  - {name: second, url: \
             'wss://b', api_key: 12, api_secret: 0123}\n  - name: null\ndevice_name: \"\"\ntheme: \"\"\nextra: {a: [1, \
             {b: 2}]}\n",
        )
        .unwrap();
        assert_eq!(projects.default_project.as_deref(), Some("my-proj"));
        let [first, second, third] = projects.projects.as_slice() else { panic!("three projects") };
        assert_eq!(first.name.as_deref(), Some("my-proj"));
        assert_eq!(first.url.as_deref(), Some("wss://sub.livekit.cloud"));
        assert_eq!(first.api_key.as_deref(), Some("APIx"));
        assert_eq!(first.api_secret.as_ref().unwrap().as_str(), "canary");
        assert_eq!(second.api_secret.as_ref().unwrap().as_str(), "0123");
        assert!(third.name.is_none() && third.api_secret.is_none());
    }

    #[test]
    fn a_file_without_projects_is_no_error() {
        for text in [
            "",
            "# nothing\n",
            "---\n",
            "projects: []\n",
            "projects:\n",
            "default_project: \"\"\n",
            "{}",
            "~",
        ] {
            let projects = read_text(text).unwrap();
            assert!(projects.projects.is_empty() && projects.default_project.is_none(), "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_told_by_its_position_alone() {
        for (text, line) in [
            ("- canary\n", 1),
            ("canary", 1),
            ("projects: canary\n", 1),
            ("projects:\n  - canary\n", 2),
            ("projects:\n  - name: [canary]\n", 2),
            ("projects:\n  - api_secret: \"canary\n", 2),
            ("projects:\n  - api_secret: *canary\n", 2),
            ("? [canary]\n: 1\n", 1),
        ] {
            let error = read_text(text).err().unwrap();
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(&format!("line {line}, column ")), "{text:?}: {shown}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn a_file_torn_at_any_byte_is_read_or_told_and_never_quoted() {
        let text = "default_project: &ä x\nprojects:\n- name: *ä\n  api_secret: \"canary\"\n- {api_secret: 'canary', url: \
                    !!str canary}\n- api_key: |\n    canary\n  ? canary\n";
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            if let Err(error) = read_text(&text[..end]) {
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains("cana"), "{shown}");
            }
        }
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let deep = "[".repeat(300_000);
        assert!(read_text(&format!("x: {deep}")).is_err());
        let blocks: String =
            (0..1000).fold("x:".to_owned(), |text, depth| format!("{text}\n{}-", " ".repeat(depth)));
        assert!(read_text(&blocks).is_ok());
    }
}
