//! How far an index run is, on a terminal's stderr.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dateline::indexer::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar over bytes, for a file may be a line or a gigabyte; draws nothing where stderr is no
/// terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    files: AtomicU64,
    all: AtomicU64,
}

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length();
        let template = "{wide_bar} {msg}, {decimal_bytes_per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            bar,
            files: AtomicU64::new(0),
            all: AtomicU64::new(0),
        }
    }

    /// Takes the bar away, so that the account stands alone.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn tell(&self, files: u64) {
        let all = self.all.load(Ordering::Relaxed);
        self.bar.set_message(format!("{files}/{all} files"));
    }
}

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        self.all.store(files, Ordering::Relaxed);
        self.bar.set_length(bytes);
        self.tell(0);
        if files > 0 {
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    fn done(&self, files: u64, bytes: u64) {
        self.bar.inc(bytes);
        if files > 0 {
            self.tell(self.files.fetch_add(files, Ordering::Relaxed) + files);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_counts_bytes_and_its_words_files() {
        let bar = Bar::new();
        bar.begin(2, 30);
        bar.done(0, 5);
        bar.done(1, 15);
        assert_eq!((bar.bar.position(), bar.bar.length()), (20, Some(30)));
        assert_eq!(bar.bar.message(), "1/2 files");
    }
}
