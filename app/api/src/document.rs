//! The description of the API, made from its operations.

use crate::operation::{Named, Operation, problem};
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, OpenApiBuilder, RefOr, Required,
    ResponseBuilder, Type,
};
use web_kit::{Access, NodeRole};

/// The name of the scheme by which a program signs in.
const KEY: &str = "key";

/// The OpenAPI 3.1 description of the operations that a node of this role serves.
pub fn describe(operations: Vec<Operation>, role: NodeRole) -> OpenApi {
    let mut components = ComponentsBuilder::new()
        .security_scheme(KEY, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let mut paths = PathsBuilder::new();
    let problem = problem();
    for (name, schema) in problem.components {
        components = components.schema(name, schema);
    }
    for mut one in operations {
        if !one.route.info().serves.on(role) {
            continue;
        }
        let named = one.takes.iter_mut().map(|(_, named)| named).chain(one.gives.1.iter_mut());
        for (name, schema) in named.flat_map(|named| std::mem::take(&mut named.components)) {
            components = components.schema(name, schema);
        }
        let item = utoipa::openapi::PathItem::new(method(&one), written(&one, &problem.used));
        paths = paths.path(one.route.path, item);
    }
    let info =
        InfoBuilder::new().title("Kaogong").version(env!("CARGO_PKG_VERSION")).description(Some(
            "Times are UTC in RFC 3339, days are civil dates in China. Lists are read page by page \
             with `after`. A refusal is `application/problem+json` with a stable code.",
        ));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

fn method(one: &Operation) -> HttpMethod {
    match one.route.method.as_str() {
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn written(one: &Operation, problem: &RefOr<Schema>) -> OperationBuilder {
    let mut written = OperationBuilder::new()
        .operation_id(Some(one.id))
        .tag(one.group)
        .summary(Some(one.summary))
        .parameters(Some(one.parameters.clone()));
    if one.idempotent_by_key {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("Repeating the request with the same key changes nothing more."))
            .schema(Some(RefOr::T(Schema::Object(text))));
        written = written.parameter(key);
    }
    if let Some((media, Named { used, .. })) = &one.takes {
        let content = ContentBuilder::new().schema(Some(used.clone())).build();
        let body = RequestBodyBuilder::new()
            .required(Some(Required::True))
            .content(*media, content)
            .build();
        written = written.request_body(Some(body));
    }
    let (media, schema) = &one.gives;
    let mut answer = ResponseBuilder::new().description("Done.");
    if let Some(named) = schema {
        let content = ContentBuilder::new().schema(Some(named.used.clone())).build();
        answer = answer.content(*media, content);
    }
    let refusal = ContentBuilder::new().schema(Some(problem.clone())).build();
    let refusal = ResponseBuilder::new()
        .description("A refusal, with what to do next.")
        .content("application/problem+json", refusal);
    written = written.response("200", answer.build()).response("default", refusal.build());
    match one.route.access {
        Access::Public => written,
        Access::Action(_) => {
            let none: [&str; 0] = [];
            written.security(SecurityRequirement::new(KEY, none))
        }
    }
}
