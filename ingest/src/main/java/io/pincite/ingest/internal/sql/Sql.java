package io.pincite.ingest.internal.sql;

import io.pincite.ingest.Caller;
import io.pincite.ingest.IngestException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Runs statements in the open transaction; where none is open each is a transaction of its own.
///
/// Parameters may be strings, numbers, booleans, enums, bytes, ids, instants, arrays of ids or
/// strings, and optionals of them; an empty optional is null. Safe for use by many threads.
@Singleton
public class Sql {
  private final DataSource dataSource;

  public Sql(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// Makes a value of the row a result set stands on.
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public int update(String sql, Object... parameters) {
    return with(sql, parameters, PreparedStatement::executeUpdate);
  }

  public <T> List<T> list(String sql, Row<T> row, Object... parameters) {
    return with(
        sql,
        parameters,
        statement -> {
          var values = new ArrayList<T>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              values.add(row.read(rows));
            }
          }
          return values;
        });
  }

  public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) {
    return list(sql, row, parameters).stream().findFirst();
  }

  /// The collections a caller may see, as a parameter for
  /// `(?::uuid[] is null or collection = any (?::uuid[]))`.
  public static Optional<UUID[]> permitted(Caller caller) {
    return caller.collections().map(permitted -> permitted.toArray(UUID[]::new));
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  public static Optional<Instant> optionalInstant(ResultSet row, String column)
      throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  public static Optional<String> optionalString(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Optional<UUID> optionalUuid(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, UUID.class));
  }

  /// Whether a failure is the database saying that what a row refers to is gone.
  public static boolean isMissingReference(Throwable failure) {
    return failure.getCause() instanceof SQLException e && "23503".equals(e.getSQLState());
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T with(String sql, Object[] parameters, Work<T> work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        set(connection, statement, i + 1, parameters[i]);
      }
      return work.with(statement);
    } catch (SQLException e) {
      throw new IngestException.Unavailable(
          "database",
          "[database] %s. Try again; if it stays, look at the database's log."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static void set(Connection connection, PreparedStatement statement, int i, Object value)
      throws SQLException {
    switch (value) {
      case Optional<?> optional -> {
        if (optional.isPresent()) {
          set(connection, statement, i, optional.get());
        } else {
          statement.setObject(i, null);
        }
      }
      case Instant instant ->
          statement.setObject(i, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
      case Enum<?> constant -> statement.setString(i, constant.name());
      case UUID[] ids -> statement.setArray(i, connection.createArrayOf("uuid", ids));
      case String[] texts -> statement.setArray(i, connection.createArrayOf("text", texts));
      case byte[] bytes -> statement.setBytes(i, bytes);
      default -> statement.setObject(i, value);
    }
  }
}
