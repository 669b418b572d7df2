//! The description and the routes tell the same.

use super::*;
use std::collections::BTreeSet;

fn document(role: NodeRole) -> serde_json::Value {
    serde_json::to_value(describe(operations(), role)).unwrap()
}

#[test]
fn every_operation_is_described_under_its_own_name() {
    let document = document(NodeRole::All);
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for one in operations() {
        let info = one.route.info();
        let written = &document["paths"][info.path][info.method.to_lowercase()];
        assert_eq!(written["operationId"], one.id, "{} {}", info.method, info.path);
        assert!(ids.insert(one.id), "{} stands twice", one.id);
        let signs_in = written["security"].is_array();
        assert_eq!(signs_in, info.access != Access::Public, "{}", one.id);
        let in_path = info.path.matches('{').count();
        let parameters = written["parameters"].as_array().cloned().unwrap_or_default();
        let described = parameters.iter().filter(|p| p["in"] == "path").count();
        assert_eq!(described, in_path, "{}", one.id);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document(NodeRole::All);
    let text = document.to_string();
    let names = text.split("#/components/schemas/").skip(1);
    let names: BTreeSet<&str> = names.filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.contains("Problem") && names.len() > 10, "{names:?}");
    for name in names {
        assert!(document["components"]["schemas"][name].is_object(), "{name} is missing");
    }
}

#[test]
fn a_node_does_not_describe_what_it_does_not_serve() {
    let document = document(NodeRole::Public);
    assert!(document["paths"]["/api/v1/check"].is_object());
    assert!(document["paths"]["/api/v1/people/search"].is_null());
}
