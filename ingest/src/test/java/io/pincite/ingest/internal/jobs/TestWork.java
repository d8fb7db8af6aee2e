package io.pincite.ingest.internal.jobs;

import io.pincite.ingest.Job;
import io.pincite.ingest.JobHandler;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Work of type IMPORT that does what a test tells it to, and counts.
@Singleton
class TestWork implements JobHandler {
  interface Work {
    Map<String, Object> run(Job job, Progress progress) throws Exception;
  }

  final Map<UUID, AtomicInteger> runs = new ConcurrentHashMap<>();
  final Map<UUID, Job.State> givenUp = new ConcurrentHashMap<>();
  volatile Work work = (_, _) -> Map.of();

  @Override
  public Job.Type type() {
    return Job.Type.IMPORT;
  }

  @Override
  public Map<String, Object> run(Job job, Progress progress) throws Exception {
    runs.computeIfAbsent(job.id(), _ -> new AtomicInteger()).incrementAndGet();
    return work.run(job, progress);
  }

  @Override
  public void gaveUp(Job job) {
    givenUp.put(job.id(), job.state());
  }
}
