package io.pincite.ingest.internal.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.narayana.jta.TransactionRunnerOptions;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/// When work becomes true: inside the open transaction, in one of its own, or after the commit.
@Singleton
public class Transactions {
  private final TransactionSynchronizationRegistry registry;

  public Transactions(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  /// In the open transaction, or in one of its own where none is open.
  public <T> T in(Callable<T> work) {
    return call(QuarkusTransaction.joiningExisting(), work);
  }

  public <T> T inNew(Callable<T> work) {
    return call(QuarkusTransaction.requiringNew(), work);
  }

  /// What went wrong comes out as it is, not in the wrapping of the transaction.
  private static <T> T call(TransactionRunnerOptions options, Callable<T> work) {
    try {
      return options.call(() -> withoutErrors(work));
    } catch (CarriedError e) {
      throw e.error;
    } catch (QuarkusTransactionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case IOException cause -> throw new UncheckedIOException(cause);
        case null, default -> throw e;
      }
    }
  }

  /// An error, such as a stack that is too deep, rolls back as an exception does; left to itself it
  /// leaves a transaction behind on the thread.
  private static <T> T withoutErrors(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (Error e) {
      throw new CarriedError(e);
    }
  }

  private static final class CarriedError extends RuntimeException {
    private final transient Error error;

    CarriedError(Error error) {
      super(error);
      this.error = error;
    }
  }

  /// After the open transaction has committed, on its thread; at once where none is open; never
  /// after a rollback.
  public void afterCommit(Runnable work) {
    if (!QuarkusTransaction.isActive()) {
      work.run();
      return;
    }
    registry.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              work.run();
            }
          }
        });
  }
}
