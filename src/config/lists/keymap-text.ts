/**
 * Keymaps as Fedora's kbd has them: xkeyboard-config 2.48-1 converted by ckbcomp 1.249, and those of kbd 2.7.1-2.
 * Written by `npm run refresh-lists`.
 */
export const keymapText = `
3l (neo) | ANSI-dvorak (dvorak) | adnw (neo) | al Albanian | al-plisi Albanian (Plisi) | ara |
at German (Austria) | at-mac German (Austria, Macintosh) | at-nodeadkeys German (Austria, no dead keys) |
au English (Australia) | az Azerbaijani | azerty (azerty) | ba Bosnian |
ba-alternatequotes Bosnian (with guillemets) | ba-unicode Bosnian (with Bosnian digraphs) |
ba-unicodeus Bosnian (US, with Bosnian digraphs) | ba-us Bosnian (US) | bashkir (qwerty) | be Belgian |
be-iso-alternate Belgian (ISO, alt.) | be-latin1 (azerty) | be-nodeadkeys Belgian (no dead keys) |
be-oss Belgian (alt.) | be-oss_latin9 Belgian (Latin-9 only, alt.) | be-wang Belgian (Wang 724 AZERTY) |
bg-cp1251 (qwerty) | bg-cp855 (qwerty) | bg_bds-cp1251 (qwerty) | bg_bds-utf8 (qwerty) |
bg_pho-cp1251 (qwerty) | bg_pho-utf8 (qwerty) | bone (neo) | br Portuguese (Brazil) | br-abnt (qwerty) |
br-abnt2 (qwerty) | br-dvorak Portuguese (Brazil, Dvorak) | br-latin1-abnt2 (qwerty) | br-latin1-us (qwerty) |
br-nativo Portuguese (Brazil, Nativo) | br-nativo-epo Esperanto (Brazil, Nativo) |
br-nativo-us Portuguese (Brazil, Nativo for US keyboards) | br-nodeadkeys Portuguese (Brazil, no dead keys) |
br-thinkpad Portuguese (Brazil, IBM/Lenovo ThinkPad) |
br-thinkpad_nodeadkeys Portuguese (Brazil, IBM/Lenovo ThinkPad, no dead keys) | bw Tswana | by (qwerty) |
by-cp1251 (qwerty) | by-latin Belarusian (Latin) | bywin-cp1251 (qwerty) | ca French (Canada) |
ca-eng English (Canada) | ca-fr-dvorak French (Canada, Dvorak) | ca-fr-legacy French (Canada, legacy) |
ca-multix Canadian (CSA) | carpalx (carpalx) | carpalx-full (carpalx) |
cd French (Democratic Republic of the Congo) | cf (qwerty) | ch German (Switzerland) |
ch-de_mac German (Switzerland, Macintosh) | ch-de_nodeadkeys German (Switzerland, no dead keys) |
ch-fr French (Switzerland) | ch-fr_mac French (Switzerland, Macintosh) |
ch-fr_nodeadkeys French (Switzerland, no dead keys) | ch-legacy German (Switzerland, legacy) |
cm English (Cameroon) | cm-azerty Cameroon (AZERTY, intl.) | cm-dvorak Cameroon (Dvorak, intl.) |
cm-french French (Cameroon) | cm-mmuock Mmuock | cm-qwerty Cameroon Multilingual (QWERTY, intl.) | cn Chinese |
cn-altgr-pinyin Hanyu Pinyin Letters (with AltGr dead keys) | croat (qwertz) | cz Czech |
cz-bksl Czech (extra backslash) | cz-cp1250 (qwerty) | cz-dvorak-ucw Czech (US, Dvorak, UCW support) |
cz-lat2 (qwerty) | cz-lat2-prog (qwerty) | cz-qwerty Czech (QWERTY) | cz-qwerty-mac Czech (QWERTY, Macintosh) |
cz-qwerty_bksl Czech (QWERTY, extra backslash) | cz-rus Russian (Czechia, phonetic) | cz-us-qwertz (qwertz) |
cz-winkeys Czech (QWERTZ, Windows) | cz-winkeys-qwerty Czech (QWERTY, Windows) | de German | de-T3 German (T3) |
de-deadacute German (dead acute) | de-deadgraveacute German (dead grave acute) |
de-deadtilde German (dead tilde) | de-dsb Lower Sorbian | de-dsb_qwertz Lower Sorbian (QWERTZ) |
de-dvorak German (Dvorak) | de-e1 German (E1) | de-e2 German (E2) | de-latin1 (qwertz) |
de-latin1-nodeadkeys (qwertz) | de-mac German (Macintosh) | de-mac_nodeadkeys German (Macintosh, no dead keys) |
de-mobii (qwertz) | de-neo German (Neo 2) | de-nodeadkeys German (no dead keys) | de-qwerty German (QWERTY) |
de-ro Romanian (Germany) | de-ro_nodeadkeys Romanian (Germany, no dead keys) | de-tr Turkish (Germany) |
de-us German (US) | de_CH-latin1 (qwertz) | de_alt_UTF-8 (qwertz) | defkeymap (qwerty) |
defkeymap_V1.0 (qwerty) | dk Danish | dk-dvorak Danish (Dvorak) | dk-latin1 (qwerty) |
dk-mac Danish (Macintosh) | dk-mac_nodeadkeys Danish (Macintosh, no dead keys) |
dk-nodeadkeys Danish (no dead keys) | dk-winkeys Danish (Windows) | dvorak (dvorak) | dvorak-ca-fr (dvorak) |
dvorak-de (dvorak) | dvorak-es (dvorak) | dvorak-fr (dvorak) | dvorak-l (dvorak) | dvorak-la (dvorak) |
dvorak-no (dvorak) | dvorak-programmer (dvorak) | dvorak-r (dvorak) | dvorak-ru (dvorak) |
dvorak-sv-a1 (dvorak) | dvorak-sv-a5 (dvorak) | dvorak-uk (dvorak) | dvorak-ukp (dvorak) |
dz Berber (Algeria, Latin) | dz-azerty-deadkeys Kabyle (AZERTY, with dead keys) |
dz-qwerty-gb-deadkeys Kabyle (QWERTY, UK, with dead keys) |
dz-qwerty-us-deadkeys Kabyle (QWERTY, US, with dead keys) | ee Estonian | ee-dvorak Estonian (Dvorak) |
ee-nodeadkeys Estonian (no dead keys) | ee-us Estonian (US) | emacs (qwerty) | emacs2 (qwerty) |
en-latin9 (colemak) | epo Esperanto | epo-legacy Esperanto (legacy) | es Spanish |
es-ast Asturian (Spain, with bottom-dot H and L) | es-cat Catalan (Spain, with middle-dot L) |
es-cp850 (qwerty) | es-deadtilde Spanish (dead tilde) | es-dvorak Spanish (Dvorak) |
es-nodeadkeys Spanish (no dead keys) | es-olpc (olpc) | es-winkeys Spanish (Windows) | et (qwerty) |
et-nodeadkeys (qwerty) | fa (qwerty) | fi Finnish | fi-classic Finnish (classic) | fi-mac Finnish (Macintosh) |
fi-nodeadkeys Finnish (classic, no dead keys) | fi-smi Northern Saami (Finland) | fi-winkeys Finnish (Windows) |
fo Faroese | fo-nodeadkeys Faroese (no dead keys) | fr French | fr-afnor French (AZERTY, AFNOR) |
fr-azerty French (AZERTY) | fr-bepo French (BEPO) | fr-bepo-latin9 (bepo) | fr-bepo_afnor French (BEPO, AFNOR) |
fr-bepo_latin9 French (BEPO, Latin-9 only) | fr-bre Breton (France) | fr-dvorak French (Dvorak) |
fr-ergol French (Ergo‑L) | fr-ergol_iso French (Ergo‑L, ISO variant) | fr-latin0 | fr-latin1 (azerty) |
fr-latin9 French (legacy, alt.) | fr-latin9_nodeadkeys French (legacy, alt., no dead keys) |
fr-mac French (Macintosh) | fr-nodeadkeys French (no dead keys) | fr-oci Occitan | fr-old |
fr-oss French (alt.) | fr-oss_latin9 French (alt., Latin-9 only) |
fr-oss_nodeadkeys French (alt., no dead keys) | fr-pc (azerty) | fr-us French (US) | fr_CH (qwertz) |
fr_CH-latin1 (qwertz) | gb English (UK) | gb-colemak English (UK, Colemak) |
gb-colemak_dh English (UK, Colemak-DH) | gb-dvorak English (UK, Dvorak) |
gb-dvorakukp English (UK, Dvorak, with UK punctuation) | gb-extd English (UK, extended, Windows) |
gb-gla Scottish Gaelic | gb-intl English (UK, intl., with dead keys) | gb-mac English (UK, Macintosh) |
gb-mac_intl English (UK, Macintosh, intl.) | gb-pl Polish (British keyboard) | ge Georgian |
ge-ergonomic Georgian (ergonomic) | ge-mess Georgian (MESS) | ge-ru Russian (Georgia) | gh English (Ghana) |
gh-akan Akan | gh-avn Avatime | gh-ewe Ewe | gh-fula Fula | gh-ga Ga |
gh-generic English (Ghana, multilingual) | gh-gillbt English (Ghana, GILLBT) | gh-hausa Hausa (Ghana) |
gr (qwerty) | gr-pc (qwerty) | hcesar (hcesar) | hr Croatian | hr-alternatequotes Croatian (with guillemets) |
hr-unicode Croatian (with Croatian digraphs) | hr-unicodeus Croatian (US, with Croatian digraphs) |
hr-us Croatian (US) | hu Hungarian | hu-101_qwerty_comma_dead Hungarian (QWERTY, 101-key, comma, dead keys) |
hu-101_qwerty_comma_nodead Hungarian (QWERTY, 101-key, comma, no dead keys) |
hu-101_qwerty_dot_dead Hungarian (QWERTY, 101-key, dot, dead keys) |
hu-101_qwerty_dot_nodead Hungarian (QWERTY, 101-key, dot, no dead keys) |
hu-101_qwertz_comma_dead Hungarian (QWERTZ, 101-key, comma, dead keys) |
hu-101_qwertz_comma_nodead Hungarian (QWERTZ, 101-key, comma, no dead keys) |
hu-101_qwertz_dot_dead Hungarian (QWERTZ, 101-key, dot, dead keys) |
hu-101_qwertz_dot_nodead Hungarian (QWERTZ, 101-key, dot, no dead keys) |
hu-102_qwerty_comma_dead Hungarian (QWERTY, 102-key, comma, dead keys) |
hu-102_qwerty_comma_nodead Hungarian (QWERTY, 102-key, comma, no dead keys) |
hu-102_qwerty_dot_dead Hungarian (QWERTY, 102-key, dot, dead keys) |
hu-102_qwerty_dot_nodead Hungarian (QWERTY, 102-key, dot, no dead keys) |
hu-102_qwertz_comma_dead Hungarian (QWERTZ, 102-key, comma, dead keys) |
hu-102_qwertz_comma_nodead Hungarian (QWERTZ, 102-key, comma, no dead keys) |
hu-102_qwertz_dot_dead Hungarian (QWERTZ, 102-key, dot, dead keys) |
hu-102_qwertz_dot_nodead Hungarian (QWERTZ, 102-key, dot, no dead keys) |
hu-nodeadkeys Hungarian (no dead keys) | hu-qwerty Hungarian (QWERTY) | hu-standard Hungarian (standard) |
hu101 (qwerty) | id Indonesian (Latin) | ie Irish | ie-CloGaelach CloGaelach |
ie-UnicodeExpert Irish (UnicodeExpert) | ie-ogam_is434 Ogham (IS434) | il Hebrew | il-heb (qwerty) |
il-phonetic (qwerty) | il-si2 Hebrew (SI-1452-2) | in-eng English (India, with rupee) | in-iipa Indic IPA |
in-mara Mara | iq-ku Kurdish (Iraq, Latin Q) | iq-ku_alt Kurdish (Iraq, Latin Alt-Q) |
iq-ku_ara Kurdish (Iraq, Arabic-Latin) | iq-ku_f Kurdish (Iraq, F) | ir-ku Kurdish (Iran, Latin Q) |
ir-ku_alt Kurdish (Iran, Latin Alt-Q) | ir-ku_ara Kurdish (Iran, Arabic-Latin) | ir-ku_f Kurdish (Iran, F) |
is Icelandic | is-dvorak Icelandic (Dvorak) | is-latin1 (qwerty) | is-latin1-us (qwerty) |
is-mac Icelandic (Macintosh) | is-mac_legacy Icelandic (Macintosh, legacy) | it Italian |
it-fur Friulian (Italy) | it-geo Georgian (Italy) | it-ibm Italian (IBM 142) | it-mac Italian (Macintosh) |
it-nodeadkeys Italian (no dead keys) | it-scn Sicilian | it-us Italian (US) | it-winkeys Italian (Windows) |
it2 (qwerty) | jp Japanese | jp-OADG109A Japanese (OADG 109A) | jp-dvorak Japanese (Dvorak) | jp106 (qwerty) |
kazakh (qwerty) | ke Swahili (Kenya) | ke-kik Kikuyu | ko | koy (neo) | kr Korean |
kr-kr104 Korean (101/104-key compatible) | ky_alt_sh-UTF-8 (qwerty) | kyrgyz (qwerty) |
kz-latin Kazakh (Latin) | la-latin1 (qwerty) | latam Spanish (Latin American) |
latam-colemak Spanish (Latin American, Colemak) | latam-deadtilde Spanish (Latin American, dead tilde) |
latam-dvorak Spanish (Latin American, Dvorak) | latam-nodeadkeys Spanish (Latin American, no dead keys) |
lk-us Sinhala (US) | lt Lithuanian | lt-ibm Lithuanian (IBM) | lt-lekp Lithuanian (LEKP) |
lt-lekpa Lithuanian (LEKPa) | lt-ratise Lithuanian (Ratise) | lt-sgs Samogitian | lt-std Lithuanian (standard) |
lt-us Lithuanian (US) | lt.baltic (qwerty) | lt.l4 (qwerty) | lv Latvian | lv-adapted Latvian (adapted) |
lv-apostrophe Latvian (apostrophe) | lv-ergonomic Latvian (ergonomic, ŪGJRMV) | lv-fkey Latvian (F) |
lv-modern Latvian (Modern Latin) | lv-tilde Latvian (tilde) | ma-french French (Morocco) | ma-rif Tarifit |
md Moldavian | md-gag Gagauz (Moldova) | me Montenegrin |
me-latinalternatequotes Montenegrin (Latin, with guillemets) | me-latinunicode Montenegrin (Latin, Unicode) |
me-latinunicodeyz Montenegrin (Latin, Unicode, QWERTY) | me-latinyz Montenegrin (Latin, QWERTY) | mk (qwerty) |
mk-cp1251 (qwerty) | mk-utf (qwerty) | mk0 (qwerty) | ml Bambara | ml-fr-oss French (Mali, alt.) |
ml-us-intl English (Mali, US, intl.) | ml-us-mac English (Mali, US, Macintosh) | mm Burmese | mm-mara Mara |
mm-mnw Mon | mm-shn Shan | mod-dh-ansi-us (colemak) | mod-dh-ansi-us-awing (colemak) |
mod-dh-ansi-us-fatz (colemak) | mod-dh-ansi-us-fatz-wide (colemak) | mod-dh-ansi-us-wide (colemak) |
mod-dh-iso-uk (colemak) | mod-dh-iso-uk-wide (colemak) | mod-dh-iso-us (colemak) |
mod-dh-iso-us-wide (colemak) | mod-dh-matrix-us (colemak) | mt Maltese |
mt-alt-gb Maltese (UK, with AltGr overrides) | mt-alt-us Maltese (US, with AltGr overrides) |
mt-us Maltese (US) | neo (neo) | neoqwertz (neo) | ng English (Nigeria) | ng-hausa Hausa (Nigeria) |
ng-igbo Igbo | ng-yoruba Yoruba | nl Dutch | nl-mac Dutch (Macintosh) | nl-std Dutch (standard) |
nl-us Dutch (US) | nl2 (qwerty) | no Norwegian | no-colemak Norwegian (Colemak) |
no-colemak_dh Norwegian (Colemak-DH) | no-colemak_dh_wide Norwegian (Colemak-DH Wide) |
no-dvorak Norwegian (Dvorak) | no-latin1 (qwerty) | no-mac Norwegian (Macintosh) |
no-mac_nodeadkeys Norwegian (Macintosh, no dead keys) | no-nodeadkeys Norwegian (no dead keys) |
no-smi Northern Saami (Norway) | no-smi_nodeadkeys Northern Saami (Norway, no dead keys) |
no-winkeys Norwegian (Windows) | nz English (New Zealand) | nz-mao Maori | pc110 (qwerty) | ph Filipino |
ph-capewell-dvorak Filipino (Capewell-Dvorak, Latin) |
ph-capewell-qwerf2k6 Filipino (Capewell-QWERF 2006, Latin) | ph-colemak Filipino (Colemak, Latin) |
ph-dvorak Filipino (Dvorak, Latin) | pl Polish | pl-csb Kashubian | pl-dvorak Polish (Dvorak) |
pl-dvorak_altquotes Polish (Dvorak, with Polish quotes on key 1) |
pl-dvorak_quotes Polish (Dvorak, with Polish quotes on quotemark key) | pl-dvp Polish (programmer Dvorak) |
pl-legacy Polish (legacy) | pl-qwertz Polish (QWERTZ) | pl-szl Silesian | pl1 (qwerty) | pl2 (qwerty) |
pl3 (qwerty) | pl4 (qwerty) | pt Portuguese | pt-latin1 (qwerty) | pt-latin9 (qwerty) |
pt-mac Portuguese (Macintosh) | pt-mac_nodeadkeys Portuguese (Macintosh, no dead keys) |
pt-nativo Portuguese (Nativo) | pt-nativo-epo Esperanto (Portugal, Nativo) |
pt-nativo-us Portuguese (Nativo for US keyboards) | pt-nodeadkeys Portuguese (no dead keys) | pt-olpc (olpc) |
ro Romanian | ro-std Romanian (standard) | ro-winkeys Romanian (Windows) | ro_std (qwerty) |
rs-latin Serbian (Latin) | rs-latinalternatequotes Serbian (Latin, with guillemets) |
rs-latinunicode Serbian (Latin, Unicode) | rs-latinunicodeyz Serbian (Latin, Unicode, QWERTY) |
rs-latinyz Serbian (Latin, QWERTY) | ru (qwerty) | ru-cp1251 (qwerty) | ru-cv_latin Chuvash (Latin) |
ru-ms (qwerty) | ru-ruchey_en Russian (engineering, EN) | ru-yawerty (qwerty) | ru1 (qwerty) | ru2 (qwerty) |
ru3 (qwerty) | ru4 (qwerty) | ru_win (qwerty) | ruwin_alt-CP1251 (qwerty) | ruwin_alt-KOI8-R (qwerty) |
ruwin_alt-UTF-8 (qwerty) | ruwin_alt_sh-UTF-8 (qwerty) | ruwin_cplk-CP1251 (qwerty) |
ruwin_cplk-KOI8-R (qwerty) | ruwin_cplk-UTF-8 (qwerty) | ruwin_ct_sh-CP1251 (qwerty) |
ruwin_ct_sh-KOI8-R (qwerty) | ruwin_ct_sh-UTF-8 (qwerty) | ruwin_ctrl-CP1251 (qwerty) |
ruwin_ctrl-KOI8-R (qwerty) | ruwin_ctrl-UTF-8 (qwerty) | se Swedish | se-colemak Swedish (Colemak) |
se-dvorak Swedish (Dvorak) | se-fi-ir209 (qwerty) | se-fi-lat6 (qwerty) | se-ir209 (qwerty) | se-lat6 (qwerty) |
se-latin1 | se-mac Swedish (Macintosh) | se-nodeadkeys Swedish (no dead keys) | se-smi Northern Saami (Sweden) |
se-svdvorak Swedish (Svdvorak) | se-us Swedish (US) | se-us_dvorak Swedish (Dvorak, intl.) | sg (qwertz) |
sg-latin1 (qwertz) | sg-latin1-lk450 (qwertz) | si Slovenian | si-alternatequotes Slovenian (with guillemets) |
si-us Slovenian (US) | sk Slovak | sk-bksl Slovak (extra backslash) | sk-prog-qwerty (qwerty) |
sk-prog-qwertz (qwertz) | sk-qwerty Slovak (QWERTY) | sk-qwerty_bksl Slovak (QWERTY, extra backslash) |
sk-qwertz (qwertz) | slovene (qwertz) | sn Wolof | sr-cy (qwerty) | sr-latin (qwertz) | sv-latin1 (qwerty) |
sy-ku Kurdish (Syria, Latin Q) | sy-ku_alt Kurdish (Syria, Latin Alt-Q) | sy-ku_f Kurdish (Syria, F) |
tg French (Togo) | tj_alt-UTF8 (qwerty) | tm Turkmen | tm-alt Turkmen (Alt-Q) | tr Turkish |
tr-alt Turkish (Alt-Q) | tr-e Turkish (E) | tr-f Turkish (F) | tr-intl Turkish (intl., with dead keys) |
tr-ku Kurdish (Turkey, Latin Q) | tr-ku_alt Kurdish (Turkey, Latin Alt-Q) | tr-ku_f Kurdish (Turkey, F) |
tr_f-latin5 (fgGIod) | tr_q-latin5 (qwerty) | tralt (qwerty) | trf (qwerty) | trf-fgGIod (fgGIod) |
trq (qwerty) | ttwin_alt-UTF-8 (qwerty) | ttwin_cplk-UTF-8 (qwerty) | ttwin_ct_sh-UTF-8 (qwerty) |
ttwin_ctrl-UTF-8 (qwerty) | tw Taiwanese | tw-indigenous Taiwanese (indigenous) |
tw-saisiyat Saisiyat (Taiwan) | ua (qwerty) | ua-cp1251 (qwerty) | ua-crh Crimean Tatar (Turkish Q) |
ua-crh_alt Crimean Tatar (Turkish Alt-Q) | ua-crh_f Crimean Tatar (Turkish F) | ua-utf (qwerty) |
ua-utf-ws (qwerty) | ua-ws (qwerty) | uk (qwerty) | us English (US) | us-acentos (qwerty) |
us-alt-intl English (US, alt. intl.) | us-altgr-intl English (intl., with AltGr dead keys) |
us-colemak English (Colemak) | us-colemak_dh English (Colemak-DH) | us-colemak_dh_iso English (Colemak-DH ISO) |
us-colemak_dh_ortho English (Colemak-DH Ortholinear) | us-colemak_dh_wide English (Colemak-DH Wide) |
us-colemak_dh_wide_iso English (Colemak-DH Wide ISO) | us-dvorak English (Dvorak) |
us-dvorak-alt-intl English (Dvorak, alt. intl.) | us-dvorak-classic English (classic Dvorak) |
us-dvorak-intl English (Dvorak, intl., with dead keys) | us-dvorak-l English (Dvorak, one-handed, left) |
us-dvorak-mac English (Dvorak, Macintosh, ANSI) | us-dvorak-mac-iso English (Dvorak, Macintosh, ISO) |
us-dvorak-r English (Dvorak, one-handed, right) | us-dvp English (programmer Dvorak) |
us-euro English (US, euro on 5) | us-haw Hawaiian | us-hbs Serbo-Croatian (US) |
us-intl English (US, intl., with dead keys) | us-mac English (Macintosh, ABC, ANSI) |
us-mac-iso English (Macintosh, ABC, ISO) | us-norman English (Norman) |
us-olpc2 English (the divide/multiply toggle the layout) | us-symbolic English (US, Symbolic) |
us-workman English (Workman) | us-workman-intl English (Workman, intl., with dead keys) | us1 (qwerty) |
uz-latin Uzbek (Latin) | vn Vietnamese | vn-fr Vietnamese (France) | vn-us Vietnamese (US) | wangbe (azerty) |
wangbe2 (azerty) | za English (South Africa)
`;
