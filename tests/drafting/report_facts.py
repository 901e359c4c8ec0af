"""The shipped report as a reader without fault would give it: short spans only."""

FACTS = {
    "id": "political-office-proposal",
    "title": "UN urged to open political office for Taliban's opponents in exile",
    "date": "2023-03-20",
    "actors": [
        {
            "id": "council",
            "name": "National Resistance Council for the Salvation of Afghanistan",
            "short": "the Council",
            "kind": "coalition",
            "part": "party",
            "aliases": ["NRCSA", "the Council"],
            "evidence": [],
        },
        {
            "id": "taliban",
            "name": "Taliban",
            "short": "the Taliban",
            "kind": "group",
            "part": "party",
            "evidence": [],
        },
        {
            "id": "united-nations",
            "name": "United Nations",
            "short": "the UN",
            "kind": "organisation",
            "part": "mediator",
            "evidence": [],
        },
        {"id": "turkiye", "name": "Türkiye", "kind": "state", "part": "host", "evidence": []},
        {"id": "tajikistan", "name": "Tajikistan", "kind": "state", "part": "host", "evidence": []},
        {
            "id": "region",
            "name": "Regional countries",
            "kind": "group",
            "part": "host",
            "evidence": [],
        },
        {"id": "qanooni", "name": "Younus Qanooni", "kind": "person", "evidence": []},
        {"id": "dostum", "name": "Abdul Rashid Dostum", "kind": "person", "evidence": []},
        {"id": "mohaqiq", "name": "Mohammad Mohaqiq", "kind": "person", "evidence": []},
        {"id": "noor", "name": "Ata Mohammad Noor", "kind": "person", "evidence": []},
        {"id": "khalili", "name": "Mohammad Karim Khalili", "kind": "person", "evidence": []},
        {"id": "masoud", "name": "Ahmad Masoud", "kind": "person", "evidence": []},
        {
            "id": "former-us-officials",
            "name": "Two former US government officials",
            "kind": "group",
            "part": "speaker",
            "evidence": [],
        },
    ],
    "meetings": [
        {
            "id": "online-meeting",
            "name": "Online meeting",
            "body": "council",
            "date": "2023-03-19",
            "chair": "qanooni",
            "present": ["dostum", "mohaqiq", "noor"],
            "absent": ["khalili", "masoud"],
            "evidence": [],
        }
    ],
    "roadmap": {
        "name": "Proposal in 4 stages",
        "proposed_by": ["council"],
        "stages": [
            {
                "id": "paving-circumstances-for",
                "name": "paving circumstances for negotiations",
                "evidence": [],
            },
            {
                "id": "start-of-peace-talks",
                "name": "start of peace talks",
                "step": "talks",
                "evidence": [],
            },
            {
                "id": "establishing-an-interim",
                "name": "establishing an interim administration",
                "step": "interim-government",
                "evidence": [],
            },
            {
                "id": "formation-of-an-elected",
                "name": "formation of an elected government",
                "step": "elections",
                "evidence": [],
            },
        ],
        "evidence": [],
    },
    "statements": [
        {
            "id": "s1",
            "by": "council",
            "kind": "demands",
            "text": "opening a political office in a foreign country",
            "evidence": [],
        },
        {
            "id": "s2",
            "by": "council",
            "kind": "demands",
            "text": "more pressure on the Taliban",
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s3",
            "by": "council",
            "kind": "demands",
            "text": "formation of an interim government",
            "evidence": [],
        },
        {
            "id": "s4",
            "by": "council",
            "kind": "proposes",
            "text": "paving the ground for negotiations with the Taliban",
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s5",
            "by": "council",
            "to": ["united-nations"],
            "kind": "demands",
            "text": "assign a delegation",
            "evidence": [],
        },
        {
            "id": "s6",
            "by": "council",
            "to": ["united-nations"],
            "kind": "demands",
            "text": "open an official political office for Taliban opponents in a foreign country",
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s7",
            "by": "taliban",
            "to": ["council"],
            "kind": "refuses",
            "text": "any negotiations with these figures",
            "evidence": [],
        },
        {
            "id": "s8",
            "by": "taliban",
            "to": ["council"],
            "kind": "demands",
            "text": "return to a normal life under the Taliban rule in Afghanistan",
            "evidence": [],
        },
        {
            "id": "s9",
            "by": "former-us-officials",
            "kind": "proposes",
            "text": (
                "opening a political office for the Taliban political groups "
                "based in Türkiye and Tajikistan"
            ),
            "about": ["turkiye", "tajikistan"],
            "evidence": [],
        },
        {
            "id": "s10",
            "by": "council",
            "kind": "demands",
            "text": "more pressure on the Taliban to accept negotiations",
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s11",
            "by": "council",
            "kind": "warns",
            "text": (
                "promoting and expanding a systematic nationwide resistance "
                "against the group\u2019s rule all over Afghanistan"
            ),
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s12",
            "by": "council",
            "kind": "proposes",
            "text": (
                "paralyzing the Taliban\u2019s administration through civil "
                "unrests and on-ground activities as a means of pressure"
            ),
            "about": ["taliban"],
            "evidence": [],
        },
        {
            "id": "s13",
            "by": "council",
            "to": ["taliban"],
            "kind": "demands",
            "text": "the Taliban\u2019s should not be recognized",
            "evidence": [],
        },
        {
            "id": "s14",
            "by": "council",
            "kind": "demands",
            "text": "the financial assistance must stop",
            "evidence": [],
        },
        {
            "id": "s15",
            "by": "council",
            "kind": "conditions",
            "text": "in a way that is not harmful to the people of Afghanistan",
            "evidence": [],
        },
    ],
    "relations": [
        {
            "from": "turkiye",
            "to": "council",
            "kind": "hosts",
            "description": "living abroad, mostly in Türkiye",
            "evidence": [],
        },
        {
            "from": "region",
            "to": "council",
            "kind": "hosts",
            "description": "other regional countries",
            "evidence": [],
        },
        {
            "from": "turkiye",
            "to": "taliban",
            "kind": "ties",
            "description": "close diplomatic relations",
            "evidence": [],
        },
        {
            "from": "region",
            "to": "taliban",
            "kind": "ties",
            "description": "close diplomatic relations",
            "evidence": [],
        },
        {
            "from": "masoud",
            "to": "taliban",
            "kind": "fights",
            "description": "actively leading an armed fight",
            "evidence": [],
        },
        {
            "from": "council",
            "to": "taliban",
            "kind": "opposes",
            "description": "key political opponents",
            "evidence": [],
        },
        {
            "from": "khalili",
            "to": "council",
            "kind": "member-of",
            "description": "prominent member",
            "evidence": [],
        },
    ],
    "alternatives": [
        {
            "id": "earlier",
            "name": "Earlier proposal: Two former US government officials",
            "description": (
                "opening a political office for the Taliban political groups "
                "based in Türkiye and Tajikistan"
            ),
            "evidence": [],
        }
    ],
}
