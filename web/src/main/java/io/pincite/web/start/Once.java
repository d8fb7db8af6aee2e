package io.pincite.web.start;

/// Work that is done once whoever asks first; whoever asks meanwhile waits until it is done. Safe
/// for use by many threads.
///
/// The waiting matters when the process ends: a shutdown hook that returned while another thread is
/// still at work would let the process end in the middle of it.
final class Once implements Runnable {
  private final Runnable work;
  private boolean done;

  Once(Runnable work) {
    this.work = work;
  }

  @Override
  public synchronized void run() {
    if (!done) {
      done = true;
      work.run();
    }
  }
}
