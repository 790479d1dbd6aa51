//! What kinds of documents there are, their forms, and the questionnaires.

use crate::error::{Code, Error, Result};
use crate::gate::Record;
use crate::views::{AnswersOf, FormOf, KindView, Nothing, ScoreView};
use clinical::Kind;
use clinical::form::Form;
use clinical::instruments::{self, Instrument};

/// Every kind with all it says of itself, in the order of menus.
///
/// # Errors
/// None.
pub async fn kinds(_: &Record, _: Nothing) -> Result<Vec<KindView>> {
    Ok(Kind::ALL.iter().copied().map(view).collect())
}

fn view(kind: Kind) -> KindView {
    let about = kind.about();
    let languages = paper::Language::ALL.iter().filter(|language| paper::printed_in(kind, **language));
    KindView {
        kind,
        title: kind.title().into(),
        lies: about.lies,
        read: about.read,
        write: about.write,
        finish: about.finish,
        one: about.one,
        starts: about.starts,
        by_hand: about.by_hand,
        confidence: about.confidence.map(str::to_owned),
        names_others: about.names_others,
        stay: about.stay,
        covered_as: about.covered_as.into(),
        beside: about.beside.to_vec(),
        line_tells: about.line_tells,
        on_measures: about.on_measures.into(),
        languages: languages.map(|language| language.code().to_owned()).collect(),
    }
}

/// The form of a kind.
///
/// # Errors
/// None.
pub async fn form(_: &Record, input: FormOf) -> Result<Form> {
    Ok(input.kind.form().clone())
}

/// Every questionnaire.
///
/// # Errors
/// None.
pub async fn instruments(_: &Record, _: Nothing) -> Result<Vec<Instrument>> {
    Ok(instruments::shipped().to_vec())
}

/// What answers add up to while they are typed: one arithmetic for the page and for the record.
///
/// # Errors
/// `NotFound` for a questionnaire that is not shipped.
pub async fn questionnaire_score(_: &Record, input: AnswersOf) -> Result<ScoreView> {
    let unknown = || Error::of(Code::NotFound, "This questionnaire is not loaded.");
    let instrument = instruments::by_id(&input.instrument).ok_or_else(unknown)?;
    let total = instrument.score(&input.answers);
    Ok(ScoreView {
        total,
        band: total.map(|total| instrument.band(total).to_owned()).unwrap_or_default(),
        flagged: instrument.flagged(&input.answers).into_iter().map(u32::from).collect(),
    })
}
