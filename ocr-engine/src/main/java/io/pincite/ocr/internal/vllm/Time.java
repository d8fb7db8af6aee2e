package io.pincite.ocr.internal.vllm;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The time that requests live in: to be read, waited for and warned by. Tests turn their own.
public interface Time {

  /// Nanoseconds since some moment.
  long nanos();

  void pause(Duration duration) throws InterruptedException;

  /// Rings once, on another thread, unless it is switched off before.
  ///
  /// @param ring quick, and throws nothing
  Alarm alarm(Duration after, Runnable ring);

  /// Something that rings later.
  interface Alarm {
    void off();
  }

  /// The machine's time.
  static Time ofTheMachine() {
    return MachineTime.INSTANCE;
  }

  /// The machine's time; one thread rings all alarms.
  final class MachineTime implements Time {
    private static final MachineTime INSTANCE = new MachineTime();

    private final ScheduledThreadPoolExecutor alarms;

    private MachineTime() {
      alarms =
          new ScheduledThreadPoolExecutor(
              1, task -> Thread.ofPlatform().daemon().name("model-server-alarms").unstarted(task));
      alarms.setRemoveOnCancelPolicy(true);
      alarms.setKeepAliveTime(10, TimeUnit.SECONDS);
      alarms.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
    }

    @Override
    public Alarm alarm(Duration after, Runnable ring) {
      ScheduledFuture<?> task = alarms.schedule(ring, after.toNanos(), TimeUnit.NANOSECONDS);
      return () -> task.cancel(false);
    }
  }
}
