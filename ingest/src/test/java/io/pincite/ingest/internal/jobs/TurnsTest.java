package io.pincite.ingest.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();
  private final UUID third = UUID.randomUUID();

  @Test
  void whoWaitsIsCalledInTheOrderOfComing() {
    var turns = new Turns(1, LONG);
    assertThat(turns.take(first)).isTrue();
    assertThat(turns.take(second)).isFalse();
    assertThat(turns.await(second)).isEmpty();
    assertThat(turns.await(third)).isEmpty();
    assertThat(turns.comes(second)).as("it was not called").isFalse();

    assertThat(turns.leave(first)).containsExactly(second);
    assertThat(turns.take(first)).as("the turn is kept for who was called").isFalse();
    assertThat(turns.comes(second)).isTrue();
    assertThat(turns.take(second)).isTrue();
    assertThat(turns.leave(second)).containsExactly(third);
  }

  @Test
  void whoWaitsWhenATurnIsFreeIsCalledAtOnce() {
    var turns = new Turns(1, LONG);
    assertThat(turns.await(first)).containsExactly(first);
    assertThat(turns.await(first)).as("called before it could hear").containsExactly(first);
  }

  @Test
  void whoIsCalledAndDoesNotComeLosesItsTurn() {
    var turns = new Turns(1, Duration.ofNanos(-1));
    assertThat(turns.take(first)).isTrue();
    turns.await(second);
    turns.await(third);
    assertThat(turns.leave(first)).containsExactly(second);

    assertThat(turns.called()).containsExactly(third);

    assertThat(turns.comes(third)).isTrue();
    assertThat(turns.called()).isEmpty();
    assertThat(turns.take(first)).as("the third came").isFalse();
  }

  @Test
  void whoIsCancelledKeepsNobodyWaiting() {
    var turns = new Turns(1, LONG);
    turns.take(first);
    turns.await(second);
    turns.await(third);
    turns.forget(second);
    assertThat(turns.leave(first)).containsExactly(third);
    turns.forget(third);
    assertThat(turns.take(first)).isTrue();
    turns.forget(first);
    assertThat(turns.take(second)).as("who has come stays until it leaves").isFalse();
  }
}
