//! Requests out of templates, a line each.

use std::io::{self, Read};
use std::time::SystemTime;

use crate::error::Error;
use crate::token::template::{Numbers, Template};
use crate::token::time::UnixTime;

/// Random bytes that are asked for at a time.
const POOL: usize = 4096;

/// The members of a request, as templates.
pub(super) struct Series {
    members: Vec<(&'static str, Template)>,
    now: UnixTime,
    at_each: bool,
}

const ROOM: &str = "roomName";
const IDENTITY: &str = "participantIdentity";
const NAME: &str = "participantName";

impl Series {
    /// Reads the templates.
    pub(super) fn new(
        room: Option<String>,
        identity: Option<String>,
        name: Option<String>,
        now: UnixTime,
        at_each: bool,
    ) -> Result<Self, Error> {
        let mut members = Vec::new();
        for (flag, member, text) in
            [("--room", ROOM, room), ("--identity", IDENTITY, identity), ("--name", NAME, name)]
        {
            if let Some(text) = text {
                let template =
                    Template::parse(&text).map_err(|error| Error::usage(format!("{flag}: {error}")))?;
                members.push((member, template));
            }
        }
        Ok(Self { members, now, at_each })
    }

    pub(super) fn now(&self) -> UnixTime {
        self.now
    }

    pub(super) fn room(&self) -> Option<&Template> {
        self.template(ROOM)
    }

    pub(super) fn identity(&self) -> Option<&Template> {
        self.template(IDENTITY)
    }

    fn template(&self, wanted: &str) -> Option<&Template> {
        self.members.iter().find(|(member, _)| *member == wanted).map(|(_, template)| template)
    }

    /// The request of this number.
    pub(super) fn line(&self, number: u64) -> Result<Vec<u8>, Error> {
        let mut dice = Dice::default();
        let mut line = Vec::new();
        self.write_line(number, &mut dice, &mut String::new(), &mut line)
            .map_err(|error| Error::other(format!("the system has no random numbers: {error}")))?;
        Ok(line)
    }

    fn write_line(
        &self,
        number: u64,
        dice: &mut Dice,
        text: &mut String,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let now = if self.at_each {
            UnixTime::from_system(SystemTime::now()).unwrap_or(self.now)
        } else {
            self.now
        };
        out.push(b'{');
        for (index, (member, template)) in self.members.iter().enumerate() {
            text.clear();
            template.expand(&mut Throw { number, now, dice }, text);
            let comma = if index == 0 { "" } else { "," };
            out.extend_from_slice(format!("{comma}\"{member}\":").as_bytes());
            serde_json::to_writer(&mut *out, text)?;
        }
        out.extend_from_slice(b"}\n");
        dice.failure.take().map_or(Ok(()), Err)
    }

    /// The requests from the first to this one.
    pub(super) fn up_to(self, count: u64) -> impl Read + Send + 'static {
        Requests {
            series: self,
            next: 1,
            count,
            dice: Dice::default(),
            text: String::new(),
            lines: Vec::new(),
            read: 0,
        }
    }
}

/// The requests of a series as lines of text.
struct Requests {
    series: Series,
    next: u64,
    count: u64,
    dice: Dice,
    text: String,
    /// Lines that were not read yet, from the byte `read` on.
    lines: Vec<u8>,
    read: usize,
}

impl Read for Requests {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self { series, next, count, dice, text, lines, read } = self;
        if *read == lines.len() {
            lines.clear();
            *read = 0;
            while lines.len() < buffer.len() && *next <= *count {
                series.write_line(*next, dice, text, lines)?;
                *next += 1;
            }
        }
        let given = (&lines[*read..]).read(buffer)?;
        *read += given;
        Ok(given)
    }
}

/// The system's random bytes, some of them kept.
#[derive(Default)]
struct Dice {
    pool: Vec<u8>,
    failure: Option<io::Error>,
}

/// What one request's placeholders stand for.
struct Throw<'d> {
    number: u64,
    now: UnixTime,
    dice: &'d mut Dice,
}

impl Numbers for Throw<'_> {
    fn number(&self) -> u64 {
        self.number
    }

    fn unix_seconds(&self) -> i64 {
        self.now.seconds()
    }

    fn random(&mut self) -> [u8; 16] {
        let Dice { pool, failure } = &mut *self.dice;
        if pool.is_empty() {
            pool.resize(POOL, 0);
            if let Err(error) = getrandom::fill(pool) {
                *failure = Some(io::Error::other(error));
            }
        }
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            *byte = pool.pop().unwrap_or_default();
        }
        bytes
    }
}
