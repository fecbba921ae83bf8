//! How far an index run is, on a terminal's stderr.

use std::time::Duration;

use dateline::indexer::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts files; draws nothing where stderr is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::no_length();
        let template = "{wide_bar} {pos}/{len} files, {per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar away, so that the account stands alone.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, files: u64, _bytes: u64) {
        self.0.set_length(files);
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    fn done(&self, files: u64, _bytes: u64) {
        self.0.inc(files);
    }
}
