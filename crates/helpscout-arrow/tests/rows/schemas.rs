//! The schema of a history in every language.

use helpscout_arrow::{OriginColumns, Schema, SchemaFormat};
use helpscout_description::Tables;
use insta::assert_snapshot;

fn text(format: SchemaFormat, origin: Option<OriginColumns>) -> String {
    let api = helpscout_description::embedded();
    let history = api.operation("user_conversation_history").unwrap();
    let schema = Schema::of(api, &Tables::of(api, history).list[0], origin.as_ref());
    schema.text(format, "user_conversation_history")
}

fn pulled(format: SchemaFormat) -> String {
    let origin = OriginColumns {
        member: Some("user".to_owned()),
        window: true,
    };
    text(format, Some(origin))
}

#[test]
fn sql_creates_a_table_of_a_pull() {
    assert_snapshot!(pulled(SchemaFormat::Sql));
}

#[test]
fn mysql_has_types_and_quotes_of_its_own() {
    assert_snapshot!(pulled(SchemaFormat::Mysql));
}

#[test]
fn spark_gets_a_structure_with_comments() {
    assert_snapshot!(text(SchemaFormat::Spark, None));
}

#[test]
fn arrow_gets_its_json_form() {
    assert_snapshot!(pulled(SchemaFormat::Arrow));
}

#[test]
fn json_schema_describes_a_row() {
    assert_snapshot!(text(SchemaFormat::Json, None));
}
