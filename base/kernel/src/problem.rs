//! The one error type that leaves a crate: what kind it is, what people are told, what the log gets.

/// What sort of refusal it is; decides the HTTP status and the exit code in one place each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Nobody is signed in, and the action is not public.
    Unauthenticated,
    /// The signed-in person holds no post for this action at all.
    Forbidden,
    /// It does not exist, or is none of the caller's business: the two look alike.
    NotFound,
    /// What was sent cannot be taken as it is.
    Invalid,
    /// It contradicts the present state: changed meanwhile, already done, not allowed in this state.
    Conflict,
    /// Too many attempts; try again later.
    TooMany,
    /// Too large for the limits.
    TooLarge,
    /// A part that this needs is out of reach at the moment.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// A refusal or failure. `code` is stable and is the key of the text in both languages.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: ProblemKind,
    code: &'static str,
    args: Vec<(&'static str, String)>,
    fields: Vec<FieldProblem>,
    detail: Option<String>,
}

/// What is wrong with one field of a form or one cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The name of the field in the form, or of the column.
    pub field: &'static str,
    /// The key of the text that says how to mend it.
    pub code: &'static str,
    /// Values the text mentions.
    pub args: Vec<(&'static str, String)>,
}

impl FieldProblem {
    /// A finding about one field.
    pub fn new(field: &'static str, code: &'static str) -> Self {
        FieldProblem { field, code, args: Vec::new() }
    }

    /// Adds a value the text mentions.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl Problem {
    /// A problem of the given kind with the key of its text.
    pub fn new(kind: ProblemKind, code: &'static str) -> Self {
        Problem(Box::new(Inner { kind, code, args: Vec::new(), fields: Vec::new(), detail: None }))
    }

    /// What was sent cannot be taken; `code` says why.
    pub fn invalid(code: &'static str) -> Self {
        Self::new(ProblemKind::Invalid, code)
    }

    /// Several fields are wrong.
    pub fn fields(fields: Vec<FieldProblem>) -> Self {
        let mut problem = Self::new(ProblemKind::Invalid, "problem-fields");
        problem.0.fields = fields;
        problem
    }

    /// It contradicts the present state.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(ProblemKind::Conflict, code)
    }

    /// It does not exist, or the caller may not know that it does.
    pub fn not_found() -> Self {
        Self::new(ProblemKind::NotFound, "problem-not-found")
    }

    /// A fault of ours; the detail goes to the log only.
    pub fn internal(detail: impl ToString) -> Self {
        Self::new(ProblemKind::Internal, "problem-internal").detail(detail)
    }

    /// A stored row contradicts the model.
    pub fn inconsistent(table: &str, column: &str, id: impl std::fmt::Debug) -> Self {
        Self::internal(format!("{table}.{column} of {id:?} contradicts the model"))
    }

    /// Adds a value the text mentions.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.args.push((name, value.to_string()));
        self
    }

    /// Adds what only the log may see. It must not hold personal data.
    pub fn detail(mut self, detail: impl ToString) -> Self {
        self.0.detail = Some(detail.to_string());
        self
    }

    /// What sort of refusal it is.
    pub fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// The stable code, which is the key of the text.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The values the text mentions.
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.0.args
    }

    /// What is wrong with single fields.
    pub fn field_problems(&self) -> &[FieldProblem] {
        &self.0.fields
    }

    /// What only the log may see.
    pub fn private_detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.code)?;
        for (name, value) in &self.0.args {
            write!(f, " {name}={value}")?;
        }
        for field in &self.0.fields {
            write!(f, " [{}: {}]", field.field, field.code)?;
        }
        match &self.0.detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}
