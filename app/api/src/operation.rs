//! One operation of the API: its route together with what the description says about it.

use platform::App;
use utoipa::ToSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Required, SchemaFormat, Type};
use web_kit::Route;

/// A named schema and the schemas it refers to.
pub(crate) struct Named {
    /// The reference or the schema itself, for the place where it is used.
    pub(crate) used: RefOr<Schema>,
    /// What has to stand among the components.
    pub(crate) components: Vec<(String, RefOr<Schema>)>,
}

/// What a type looks like.
fn named<D: ToSchema>() -> Named {
    let mut components = vec![(D::name().into_owned(), D::schema())];
    D::schemas(&mut components);
    let used = RefOr::Ref(utoipa::openapi::Ref::from_schema_name(D::name()));
    Named { used, components }
}

/// One operation of the API.
pub struct Operation {
    /// The route.
    pub(crate) route: Route<App>,
    /// Stable and unique: generators make names of methods from it.
    pub(crate) id: &'static str,
    /// The group in the description.
    pub(crate) group: &'static str,
    /// What it does, in one sentence.
    pub(crate) summary: &'static str,
    /// Parameters of path and query.
    pub(crate) parameters: Vec<Parameter>,
    /// What is sent: media type and schema.
    pub(crate) takes: Option<(&'static str, Named)>,
    /// What is answered: media type and schema.
    pub(crate) gives: (&'static str, Option<Named>),
    /// Whether the header `Idempotency-Key` makes repeating it harmless.
    pub(crate) idempotent_by_key: bool,
}

impl Operation {
    /// An operation that answers with JSON.
    pub(crate) fn new<G: ToSchema>(
        route: Route<App>,
        id: &'static str,
        group: &'static str,
        summary: &'static str,
    ) -> Self {
        Operation {
            route,
            id,
            group,
            summary,
            parameters: Vec::new(),
            takes: None,
            gives: ("application/json", Some(named::<G>())),
            idempotent_by_key: false,
        }
    }

    /// It takes JSON.
    pub(crate) fn takes<D: ToSchema>(mut self) -> Self {
        self.takes = Some(("application/json", named::<D>()));
        self
    }

    /// It takes a file as its body, without any form around it.
    pub(crate) fn takes_file(mut self) -> Self {
        self.takes = Some(("application/octet-stream", file()));
        self
    }

    /// It answers with a file of a media type.
    pub(crate) fn gives_file(mut self, media: &'static str) -> Self {
        self.gives = (media, Some(file()));
        self
    }

    /// The header `Idempotency-Key` makes repeating it harmless.
    pub(crate) fn idempotent(mut self) -> Self {
        self.idempotent_by_key = true;
        self
    }

    /// It has a parameter in its path.
    pub(crate) fn path(mut self, name: &str, meaning: &str) -> Self {
        self.parameters.push(parameter(name, meaning, ParameterIn::Path, Required::True));
        self
    }

    /// It has a parameter in its query that may be left out.
    pub(crate) fn query(mut self, name: &str, meaning: &str) -> Self {
        self.parameters.push(parameter(name, meaning, ParameterIn::Query, Required::False));
        self
    }

    /// The rows of its answer, when no other operation gives one of them alone.
    pub(crate) fn rows<R: ToSchema>(mut self) -> Self {
        if let Some(given) = &mut self.gives.1 {
            given.components.extend(named::<R>().components);
        }
        self
    }

    /// Its answer is one page of a list.
    pub(crate) fn paged(self) -> Self {
        self.query("after", "Where the page begins: `next` of the page before.")
            .query("limit", "The most rows of a page.")
    }
}

/// Bytes that no schema describes.
fn file() -> Named {
    let bytes = ObjectBuilder::new().schema_type(Type::String).format(Some(BINARY)).build();
    Named { used: RefOr::T(Schema::Object(bytes)), components: Vec::new() }
}

const BINARY: SchemaFormat = SchemaFormat::KnownFormat(KnownFormat::Binary);

fn parameter(name: &str, meaning: &str, place: ParameterIn, required: Required) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(meaning))
        .schema(Some(RefOr::T(Schema::Object(text))))
        .build()
}

/// Referring to a problem needs its schema among the components of every description.
pub(crate) fn problem() -> Named {
    named::<crate::json::ProblemDocument>()
}
