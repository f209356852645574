package local;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One of several catalogs over Spark's single one: schema {@code s} of catalog {@code c} is the session catalog's schema
 * {@code c__s}. Open Spark has only one catalog that can hold Delta tables and views, and Unity Catalog has many.
 */
public class LocalCatalog extends DeltaCatalog {
  private String name;

  @Override
  public void initialize(String name, CaseInsensitiveStringMap options) {
    this.name = name;
    var state = ((org.apache.spark.sql.classic.SparkSession) SparkSession.active()).sessionState();
    setDelegateCatalog(state.catalogManager().catalog("spark_catalog"));
    super.initialize(name, options);
  }

  @Override
  public String name() {
    return name;
  }

  private String prefix() {
    return name + "__";
  }

  /** Delta calls these methods again with what they were given mapped, so that mapping twice must change nothing. */
  private String[] inside(String[] namespace) {
    if (namespace.length != 1 || namespace[0].startsWith(prefix())) return namespace;
    return new String[] {prefix() + namespace[0]};
  }

  private Identifier inside(Identifier table) {
    return Identifier.of(inside(table.namespace()), table.name());
  }

  @Override
  public String[][] listNamespaces() throws NoSuchNamespaceException {
    return Arrays.stream(super.listNamespaces())
        .filter(schema -> schema[0].startsWith(prefix()))
        .map(schema -> new String[] {schema[0].substring(prefix().length())})
        .toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    return namespace.length == 0 ? listNamespaces() : super.listNamespaces(inside(namespace));
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return super.namespaceExists(inside(namespace));
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
    return super.loadNamespaceMetadata(inside(namespace));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> properties)
      throws NamespaceAlreadyExistsException {
    super.createNamespace(inside(namespace), properties);
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) throws NoSuchNamespaceException {
    super.alterNamespace(inside(namespace), changes);
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade)
      throws NoSuchNamespaceException, NonEmptyNamespaceException {
    return super.dropNamespace(inside(namespace), cascade);
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    return Arrays.stream(super.listTables(inside(namespace)))
        .map(table -> Identifier.of(namespace, table.name()))
        .toArray(Identifier[]::new);
  }

  @Override
  public boolean tableExists(Identifier table) {
    return super.tableExists(inside(table));
  }

  @Override
  public Table loadTable(Identifier table) {
    return super.loadTable(inside(table));
  }

  @Override
  public Table loadTable(Identifier table, long timestamp) {
    return super.loadTable(inside(table), timestamp);
  }

  @Override
  public Table loadTable(Identifier table, String version) {
    return super.loadTable(inside(table), version);
  }

  @Override
  public void invalidateTable(Identifier table) {
    super.invalidateTable(inside(table));
  }

  @Override
  public Table createTable(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    return super.createTable(inside(table), schema, partitions, properties);
  }

  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    return super.alterTable(inside(table), changes);
  }

  @Override
  public boolean dropTable(Identifier table) {
    return super.dropTable(inside(table));
  }

  @Override
  public boolean purgeTable(Identifier table) {
    return super.purgeTable(inside(table));
  }

  @Override
  public void renameTable(Identifier from, Identifier to)
      throws NoSuchTableException, TableAlreadyExistsException {
    super.renameTable(inside(from), inside(to));
  }

  @Override
  public StagedTable stageCreate(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    return super.stageCreate(inside(table), schema, partitions, properties);
  }

  @Override
  public StagedTable stageReplace(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    return super.stageReplace(inside(table), schema, partitions, properties);
  }

  @Override
  public StagedTable stageCreateOrReplace(
      Identifier table, StructType schema, Transform[] partitions, Map<String, String> properties) {
    return super.stageCreateOrReplace(inside(table), schema, partitions, properties);
  }

  @Override
  public boolean functionExists(Identifier function) {
    return super.functionExists(inside(function));
  }

  @Override
  public UnboundFunction loadFunction(Identifier function) throws NoSuchFunctionException {
    return super.loadFunction(inside(function));
  }
}
