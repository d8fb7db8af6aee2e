package io.pincite.ingest.internal.postgres;

import io.pincite.ingest.IngestException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/// All rows of a database in one zip file, table by table in PostgreSQL's own text form for `COPY`,
/// with the version of the schema they belong to.
///
/// The packed server comes without `pg_dump`; this needs nothing but the connection. It holds rows
/// and not the schema, which the program's own migrations make.
public final class TableDump {
  private static final String VERSION_ENTRY = "schema-version.txt";
  private static final String TABLE_FOLDER = "tables/";

  private TableDump() {}

  /// Writes what is committed now; others may go on writing. The file appears when it is complete.
  public static void write(Connection connection, Path target) throws SQLException, IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    connection.setAutoCommit(false);
    try {
      try (var statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
      }
      try (var zip =
          new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
        zip.putNextEntry(new ZipEntry(VERSION_ENTRY));
        zip.write(schemaVersion(connection).getBytes(StandardCharsets.UTF_8));
        for (String table : tables(connection)) {
          zip.putNextEntry(new ZipEntry(TABLE_FOLDER + table));
          copyOut(connection, table, zip);
        }
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      connection.rollback();
      Files.deleteIfExists(unfinished);
    }
  }

  /// Replaces all rows by those of a dump of the same schema version; all of them or, when it
  /// fails, none. Nobody else may be using the database.
  public static void read(Connection connection, Path source) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(source)))) {
      requireSameVersion(connection, zip, source);
      List<String> tables = tables(connection);
      try (var statement = connection.createStatement()) {
        // Rows come table by table, so what they refer to may come later.
        statement.execute("set local session_replication_role = replica");
        statement.execute(
            "truncate " + String.join(", ", tables.stream().map(TableDump::quoted).toList()));
      }
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String table = entry.getName().substring(TABLE_FOLDER.length());
        if (!tables.contains(table)) {
          throw notADump(source, "it holds the table '" + table + "', which is not known here");
        }
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + quoted(table) + " from stdin", notClosing(zip));
      }
      moveCountersOn(connection);
      connection.commit();
    } catch (SQLException | IOException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private static void requireSameVersion(Connection connection, ZipInputStream zip, Path source)
      throws IOException, SQLException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(VERSION_ENTRY)) {
      throw notADump(source, "it does not begin with a schema version");
    }
    String version = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
    String here = schemaVersion(connection);
    if (!version.equals(here)) {
      throw notADump(
          source, "it has the schema versions %s, this Pincite has %s".formatted(version, here));
    }
  }

  private static IngestException notADump(Path source, String fact) {
    return new IngestException.Invalid(
        "not-a-dump",
        "[%s] this cannot be restored: %s. Restore it with the Pincite that wrote it."
            .formatted(source, fact));
  }

  private static String schemaVersion(Connection connection) throws SQLException {
    List<String> versions =
        list(
            connection,
            "select version from flyway_schema_history where success and version is not null order by version");
    return String.join(",", versions);
  }

  private static List<String> tables(Connection connection) throws SQLException {
    return list(
        connection,
        """
        select c.relname
        from pg_class c
        where c.relnamespace = 'public'::regnamespace
          and c.relkind = 'r'
          and c.relname <> 'flyway_schema_history'
        order by c.relname
        """);
  }

  private static void copyOut(Connection connection, String table, OutputStream out)
      throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("copy " + quoted(table) + " to stdout", notClosing(out));
  }

  /// Numbers that the database gives out itself go on after the highest that came.
  private static void moveCountersOn(Connection connection) throws SQLException {
    List<String> statements =
        list(
            connection,
            """
            select format(
              'select setval(pg_get_serial_sequence(%L, %L), coalesce((select max(%I) from %I), 0) + 1, false)',
              quote_ident(c.relname), a.attname, a.attname, c.relname)
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'public'::regnamespace
              and c.relkind = 'r'
              and a.attidentity <> ''
            """);
    try (var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static List<String> list(Connection connection, String question) throws SQLException {
    var found = new ArrayList<String>();
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static String quoted(String table) {
    return '"' + table.replace("\"", "\"\"") + '"';
  }

  private static InputStream notClosing(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {}
    };
  }

  private static OutputStream notClosing(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }
}
