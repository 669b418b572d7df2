//! `kaogong authority …`

use super::{open, say, texts};
use clap::{Args, Subcommand};
use kernel::{AuthorityId, CivilDate, DivisionCode, FieldProblem, Problem, Result, SystemActor};
use organisations::{Authority, AuthorityEnd, AuthorityKind, NewAuthority};
use platform::{App, Config};
use std::process::ExitCode;

/// The register of authorities: list, register, merge, abolish.
#[derive(Subcommand)]
pub enum Offices {
    /// List authorities: identifier, state, kind, seat and name, one to a line.
    List,
    /// Register an authority with what its kind usually does; the rest is set on its page.
    Add(Adding),
    /// End an authority; with --into another takes its place, with its cases and posts.
    End {
        /// The identifier.
        id: AuthorityId,
        /// The identifier of the authority that takes its place.
        #[arg(long)]
        into: Option<AuthorityId>,
        /// The first day on which it is no more; today when absent.
        #[arg(long)]
        on: Option<CivilDate>,
        /// The document it rests on.
        #[arg(long)]
        basis: String,
    },
}

/// A new authority.
#[derive(Args)]
pub struct Adding {
    /// The official name.
    name: String,
    /// The word of its kind, such as human_resources.
    #[arg(long, default_value = "human_resources")]
    kind: String,
    /// The code of the division where it sits.
    #[arg(long)]
    division: DivisionCode,
    /// The codes of the divisions it is responsible for; its seat's when absent.
    #[arg(long)]
    territory: Vec<DivisionCode>,
    /// The identifier of the authority above it.
    #[arg(long)]
    parent: Option<AuthorityId>,
}

pub async fn run(config: &Config, command: &Offices) -> Result<ExitCode> {
    let app = open(config).await?;
    let ctx = app.system(SystemActor::Console);
    match command {
        Offices::List => app.organisations.authorities().await?.iter().for_each(line),
        Offices::Add(new) => {
            let id = app.organisations.register_authority(&ctx, None, wanted(new)?).await?;
            say(&id.to_string());
        }
        Offices::End { id, into, on, basis } => {
            end(&app, *id, *into, on.unwrap_or(ctx.today()), basis).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(one: &Authority) {
    let text = |key: String| texts().get(&key);
    let state = text(format!("authority-{}", one.state.word()));
    let kind = text(format!("authority-{}", one.kind.word()));
    say(&format!("{}  {state}  {kind}  {}  {}", one.id, one.division, one.name));
}

fn wanted(new: &Adding) -> Result<NewAuthority> {
    let kind = AuthorityKind::from_word(&new.kind);
    let wrong = || Problem::fields(vec![FieldProblem::new("kind", "field-choose")]);
    let kind = kind.ok_or_else(wrong)?;
    let territory = match new.territory.as_slice() {
        [] => vec![new.division],
        some => some.to_vec(),
    };
    Ok(NewAuthority {
        kind,
        name: new.name.clone(),
        parent: new.parent,
        division: new.division,
        territory,
        functions: kind.usual(),
    })
}

async fn end(
    app: &App,
    authority: AuthorityId,
    into: Option<AuthorityId>,
    on: CivilDate,
    basis: &str,
) -> Result<()> {
    let (one, _) = app.organisations.authority(authority).await?;
    let basis = basis.to_owned();
    let command = AuthorityEnd { authority, version: one.version, into, on, basis };
    let ctx = app.system(SystemActor::Console);
    app.organisations.end_authority(&ctx, None, command).await?;
    line(&app.organisations.authority(authority).await?.0);
    Ok(())
}
