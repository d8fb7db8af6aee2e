package io.pincite.ingest.internal.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
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
    return QuarkusTransaction.joiningExisting().call(work);
  }

  public <T> T inNew(Callable<T> work) {
    return QuarkusTransaction.requiringNew().call(work);
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
