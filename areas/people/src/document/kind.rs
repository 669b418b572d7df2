//! The kinds of identity documents that candidates show.

use kernel::{Lang, text};

/// A kind of identity document (证件类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// 居民身份证, 18 characters (GB 11643-1999).
    CitizenCard,
    /// 第一代居民身份证, 15 digits; lapsed on 2013-01-01 and taken only in historical imports.
    CitizenCardFirstGeneration,
    /// 港澳台居民居住证, 18 characters beginning 810000, 820000 or 830000.
    ResidencePermit,
    /// 外国人永久居留身份证: 18 characters since December 2023, 15 in the edition of 2017.
    ForeignerPermanentResidence,
    /// 军官证
    OfficerCard,
    /// 港澳居民来往内地通行证
    HongKongMacaoTravelPermit,
    /// 台湾居民来往大陆通行证
    TaiwanTravelPermit,
    /// 护照
    Passport,
    /// 香港身份证件
    HongKongIdentityDocument,
    /// 澳门身份证件
    MacaoIdentityDocument,
    /// 台湾身份证件
    TaiwanIdentityDocument,
}

impl DocumentKind {
    /// All kinds, the usual ones first.
    pub const ALL: [DocumentKind; 11] = [
        DocumentKind::CitizenCard,
        DocumentKind::ResidencePermit,
        DocumentKind::ForeignerPermanentResidence,
        DocumentKind::HongKongMacaoTravelPermit,
        DocumentKind::TaiwanTravelPermit,
        DocumentKind::Passport,
        DocumentKind::OfficerCard,
        DocumentKind::HongKongIdentityDocument,
        DocumentKind::MacaoIdentityDocument,
        DocumentKind::TaiwanIdentityDocument,
        DocumentKind::CitizenCardFirstGeneration,
    ];

    /// The key of the text for a kind that nobody knows.
    pub const UNKNOWN_CODE: &'static str = "document-kind-unknown";

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::CitizenCard => "citizen_card",
            DocumentKind::CitizenCardFirstGeneration => "citizen_card_first_generation",
            DocumentKind::ResidencePermit => "residence_permit",
            DocumentKind::ForeignerPermanentResidence => "foreigner_permanent_residence",
            DocumentKind::OfficerCard => "officer_card",
            DocumentKind::HongKongMacaoTravelPermit => "hong_kong_macao_travel_permit",
            DocumentKind::TaiwanTravelPermit => "taiwan_travel_permit",
            DocumentKind::Passport => "passport",
            DocumentKind::HongKongIdentityDocument => "hong_kong_identity_document",
            DocumentKind::MacaoIdentityDocument => "macao_identity_document",
            DocumentKind::TaiwanIdentityDocument => "taiwan_identity_document",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As it stands on forms and certificates.
    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            DocumentKind::CitizenCard => ("居民身份证", "Citizen identity card"),
            DocumentKind::CitizenCardFirstGeneration => {
                ("第一代居民身份证", "First-generation citizen identity card")
            }
            DocumentKind::ResidencePermit => {
                ("港澳台居民居住证", "Residence permit for Hong Kong, Macao and Taiwan residents")
            }
            DocumentKind::ForeignerPermanentResidence => {
                ("外国人永久居留身份证", "Foreigner permanent residence card")
            }
            DocumentKind::OfficerCard => ("军官证", "Military officer's card"),
            DocumentKind::HongKongMacaoTravelPermit => (
                "港澳居民来往内地通行证",
                "Mainland travel permit for Hong Kong and Macao residents",
            ),
            DocumentKind::TaiwanTravelPermit => {
                ("台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents")
            }
            DocumentKind::Passport => ("护照", "Passport"),
            DocumentKind::HongKongIdentityDocument => {
                ("香港身份证件", "Hong Kong identity document")
            }
            DocumentKind::MacaoIdentityDocument => ("澳门身份证件", "Macao identity document"),
            DocumentKind::TaiwanIdentityDocument => ("台湾身份证件", "Taiwan identity document"),
        };
        lang.pick(zh, en)
    }

    /// Reads what people type into a cell for the kind: the name or one of its usual short forms.
    pub fn read(typed: &str) -> Option<DocumentKind> {
        let text = text::compact(typed).to_lowercase();
        let named = |kind: &DocumentKind| {
            Lang::ALL.iter().any(|lang| text::compact(kind.name(*lang)).to_lowercase() == text)
                || kind.word() == text
        };
        if let Some(kind) = DocumentKind::ALL.into_iter().find(named) {
            return Some(kind);
        }
        match text.as_str() {
            "身份证" | "二代身份证" | "第二代居民身份证" | "中华人民共和国居民身份证" => {
                Some(DocumentKind::CitizenCard)
            }
            "一代身份证" | "第一代身份证" => {
                Some(DocumentKind::CitizenCardFirstGeneration)
            }
            "居住证" | "港澳居民居住证" | "台湾居民居住证" => {
                Some(DocumentKind::ResidencePermit)
            }
            "外国人永久居留证" | "永久居留身份证" => {
                Some(DocumentKind::ForeignerPermanentResidence)
            }
            "港澳通行证" | "回乡证" | "港澳居民通行证" => {
                Some(DocumentKind::HongKongMacaoTravelPermit)
            }
            "台胞证" | "台湾通行证" => Some(DocumentKind::TaiwanTravelPermit),
            "香港身份证" => Some(DocumentKind::HongKongIdentityDocument),
            "澳门身份证" => Some(DocumentKind::MacaoIdentityDocument),
            "台湾身份证" => Some(DocumentKind::TaiwanIdentityDocument),
            _ => None,
        }
    }
}
