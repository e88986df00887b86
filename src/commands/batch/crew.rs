//! Those who work beside the desk, where there are many lines.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Chunk, Event, LineWork};

/// Threads that answer lines, each the next chunk there is.
pub(super) struct Crew {
    queue: Sender<Chunk>,
    members: Vec<JoinHandle<()>>,
}

impl Crew {
    pub(super) fn hire(count: usize, work: &Arc<dyn LineWork>, events: &Sender<Event>) -> Self {
        let (queue, chunks) = mpsc::channel::<Chunk>();
        let chunks = Arc::new(Mutex::new(chunks));
        let member = |_| {
            let (work, events, chunks) = (Arc::clone(work), events.clone(), Arc::clone(&chunks));
            thread::spawn(move || {
                loop {
                    let chunk = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(mut chunk) = chunk else { return };
                    work.answer(&chunk.lines, &mut chunk.answers);
                    if events.send(Event::Answered(chunk)).is_err() {
                        return;
                    }
                }
            })
        };
        Self { queue, members: (0..count).map(member).collect() }
    }

    /// Hands over lines to whoever is free next.
    pub(super) fn work_on(&self, chunk: Chunk) {
        // Nobody takes them if all have left, which `has_left` tells.
        let _ = self.queue.send(chunk);
    }

    /// Whether anybody has left, who was to stay to the end: a panic took them.
    pub(super) fn has_left(&self) -> bool {
        self.members.iter().any(JoinHandle::is_finished)
    }
}
