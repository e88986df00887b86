//! When to stop, and when to read keys again.

use std::future::Future;
#[cfg(unix)]
use std::io::IsTerminal as _;

use crate::error::Error;
use crate::server::{Access, Current, ServedKey};

use super::keys::KeyFiles;

/// Listens from now on; the answer is done when the server is to stop. SIGHUP reads the keys again.
#[cfg(unix)]
pub(super) fn listen(
    files: KeyFiles,
    key: Current<Option<ServedKey>>,
    access: Access,
) -> Result<impl Future<Output = ()>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let catch =
        |kind| signal(kind).map_err(|error| Error::other(format!("cannot listen for signals: {error}")));
    let mut interrupt = catch(SignalKind::interrupt())?;
    let mut terminate = catch(SignalKind::terminate())?;
    let mut hang_up = catch(SignalKind::hangup())?;
    let files = std::sync::Arc::new(files);
    let (closed, mut terminal_closed) = tokio::sync::mpsc::channel::<()>(1);
    let had_terminal = std::io::stderr().is_terminal();
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            // The window was closed: nobody wants the port to be kept by a program that nobody sees.
            if had_terminal && !std::io::stderr().is_terminal() {
                let _ = closed.send(()).await;
                return;
            }
            let (files, key, access) = (std::sync::Arc::clone(&files), key.clone(), access.clone());
            // Files are read and a command may be run, which takes its time.
            let reload =
                move || files.reload(&crate::credentials::Environment::from_process(), &key, &access);
            let _ = tokio::task::spawn_blocking(reload).await;
        }
    });
    Ok(async move {
        let name = tokio::select! {
            _ = interrupt.recv() => "SIGINT",
            _ = terminate.recv() => "SIGTERM",
            Some(()) = terminal_closed.recv() => "SIGHUP",
        };
        tracing::info!(signal = name, "stopping");
    })
}

/// Listens from now on; the answer is done when the server is to stop.
#[cfg(not(unix))]
pub(super) fn listen(
    _files: KeyFiles,
    _key: Current<Option<ServedKey>>,
    _access: Access,
) -> Result<impl Future<Output = ()>, Error> {
    Ok(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            // Nothing can be listened for, so that only the system can end the process.
            std::future::pending::<()>().await;
        }
        tracing::info!(signal = "Ctrl-C", "stopping");
    })
}
