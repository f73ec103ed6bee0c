/**
 * Time zones of tzdata 2026f-1.
 * Written by `npm run refresh-lists`.
 */
export const timeZoneText = `
Africa/Abidjan CI,BF,GH,GM,GN,IS,ML,MR,SH,SL,SN,TG | Africa/Accra GH | Africa/Addis_Ababa ET |
Africa/Algiers DZ | Africa/Asmara ER | Africa/Asmera >Africa/Asmara | Africa/Bamako ML | Africa/Bangui CF |
Africa/Banjul GM | Africa/Bissau GW | Africa/Blantyre MW | Africa/Brazzaville CG | Africa/Bujumbura BI |
Africa/Cairo EG | Africa/Casablanca MA | Africa/Ceuta ES Ceuta, Melilla | Africa/Conakry GN | Africa/Dakar SN |
Africa/Dar_es_Salaam TZ | Africa/Djibouti DJ | Africa/Douala CM | Africa/El_Aaiun EH | Africa/Freetown SL |
Africa/Gaborone BW | Africa/Harare ZW | Africa/Johannesburg ZA,LS,SZ | Africa/Juba SS | Africa/Kampala UG |
Africa/Khartoum SD | Africa/Kigali RW | Africa/Kinshasa CD Dem. Rep. of Congo (west) |
Africa/Lagos NG,AO,BJ,CD,CF,CG,CM,GA,GQ,NE West Africa Time | Africa/Libreville GA | Africa/Lome TG |
Africa/Luanda AO | Africa/Lubumbashi CD Dem. Rep. of Congo (east) | Africa/Lusaka ZM | Africa/Malabo GQ |
Africa/Maputo MZ,BI,BW,CD,MW,RW,ZM,ZW Central Africa Time | Africa/Maseru LS | Africa/Mbabane SZ |
Africa/Mogadishu SO | Africa/Monrovia LR | Africa/Nairobi KE,DJ,ER,ET,KM,MG,SO,TZ,UG,YT | Africa/Ndjamena TD |
Africa/Niamey NE | Africa/Nouakchott MR | Africa/Ouagadougou BF | Africa/Porto-Novo BJ | Africa/Sao_Tome ST |
Africa/Timbuktu >Africa/Bamako | Africa/Tripoli LY | Africa/Tunis TN | Africa/Windhoek NA |
America/Adak US Alaska - western Aleutians | America/Anchorage US Alaska (most areas) | America/Anguilla AI |
America/Antigua AG | America/Araguaina BR Tocantins | America/Argentina/Buenos_Aires AR Buenos Aires (BA, CF) |
America/Argentina/Catamarca AR Catamarca (CT), Chubut (CH) |
America/Argentina/ComodRivadavia >America/Argentina/Catamarca |
America/Argentina/Cordoba AR Argentina (most areas: CB, CC, CN, ER, FM, MN, SE, SF) |
America/Argentina/Jujuy AR Jujuy (JY) | America/Argentina/La_Rioja AR La Rioja (LR) |
America/Argentina/Mendoza AR Mendoza (MZ) | America/Argentina/Rio_Gallegos AR Santa Cruz (SC) |
America/Argentina/Salta AR Salta (SA, LP, NQ, RN) | America/Argentina/San_Juan AR San Juan (SJ) |
America/Argentina/San_Luis AR San Luis (SL) | America/Argentina/Tucuman AR Tucuman (TM) |
America/Argentina/Ushuaia AR Tierra del Fuego (TF) | America/Aruba AW | America/Asuncion PY |
America/Atikokan CA EST - ON (Atikokan), NU (Coral H) | America/Atka >America/Adak | America/Bahia BR Bahia |
America/Bahia_Banderas MX Bahia de Banderas | America/Barbados BB | America/Belem BR Para (east), Amapa |
America/Belize BZ | America/Blanc-Sablon CA AST - QC (Lower North Shore) | America/Boa_Vista BR Roraima |
America/Bogota CO | America/Boise US Mountain - ID (south), OR (east) |
America/Buenos_Aires >America/Argentina/Buenos_Aires | America/Cambridge_Bay CA Mountain - NU (west) |
America/Campo_Grande BR Mato Grosso do Sul | America/Cancun MX Quintana Roo | America/Caracas VE |
America/Catamarca >America/Argentina/Catamarca | America/Cayenne GF | America/Cayman KY |
America/Chicago US Central (most areas) | America/Chihuahua MX Chihuahua (most areas) |
America/Ciudad_Juarez MX Chihuahua (US border - west) | America/Coral_Harbour >America/Atikokan |
America/Cordoba >America/Argentina/Cordoba | America/Costa_Rica CR | America/Coyhaique CL Aysen Region |
America/Creston CA MST - BC (Creston) | America/Cuiaba BR Mato Grosso | America/Curacao CW |
America/Danmarkshavn GL National Park (east coast) | America/Dawson CA MST - Yukon (west) |
America/Dawson_Creek CA MST - BC (Dawson Cr, Ft St John) | America/Denver US Mountain (most areas) |
America/Detroit US Eastern - MI (most areas) | America/Dominica DM |
America/Edmonton CA CST - AB, BC(E), NT(E), SK(W) | America/Eirunepe BR Amazonas (west) |
America/El_Salvador SV | America/Ensenada >America/Tijuana | America/Fort_Nelson CA MST - BC (Ft Nelson) |
America/Fort_Wayne >America/Indiana/Indianapolis | America/Fortaleza BR Brazil (northeast: MA, PI, CE, RN, PB) |
America/Glace_Bay CA Atlantic - NS (Cape Breton) | America/Godthab >America/Nuuk |
America/Goose_Bay CA Atlantic - Labrador (most areas) | America/Grand_Turk TC | America/Grenada GD |
America/Guadeloupe GP | America/Guatemala GT | America/Guayaquil EC Ecuador (mainland) | America/Guyana GY |
America/Halifax CA Atlantic - NS (most areas), PE | America/Havana CU | America/Hermosillo MX Sonora |
America/Indiana/Indianapolis US Eastern - IN (most areas) | America/Indiana/Knox US Central - IN (Starke) |
America/Indiana/Marengo US Eastern - IN (Crawford) | America/Indiana/Petersburg US Eastern - IN (Pike) |
America/Indiana/Tell_City US Central - IN (Perry) | America/Indiana/Vevay US Eastern - IN (Switzerland) |
America/Indiana/Vincennes US Eastern - IN (Da, Du, K, Mn) | America/Indiana/Winamac US Eastern - IN (Pulaski) |
America/Indianapolis >America/Indiana/Indianapolis | America/Inuvik CA CST - NT (west) |
America/Iqaluit CA Eastern - NU (most areas) | America/Jamaica JM | America/Jujuy >America/Argentina/Jujuy |
America/Juneau US Alaska - Juneau area | America/Kentucky/Louisville US Eastern - KY (Louisville area) |
America/Kentucky/Monticello US Eastern - KY (Wayne) | America/Knox_IN >America/Indiana/Knox |
America/Kralendijk BQ | America/La_Paz BO | America/Lima PE | America/Los_Angeles US Pacific |
America/Louisville >America/Kentucky/Louisville | America/Lower_Princes SX |
America/Maceio BR Alagoas, Sergipe | America/Managua NI | America/Manaus BR Amazonas (east) |
America/Marigot MF | America/Martinique MQ | America/Matamoros MX Coahuila, Nuevo Leon, Tamaulipas (US border) |
America/Mazatlan MX Baja California Sur, Nayarit (most areas), Sinaloa |
America/Mendoza >America/Argentina/Mendoza | America/Menominee US Central - MI (Wisconsin border) |
America/Merida MX Campeche, Yucatan | America/Metlakatla US Alaska - Annette Island |
America/Mexico_City MX Central Mexico | America/Miquelon PM | America/Moncton CA Atlantic - New Brunswick |
America/Monterrey MX Durango; Coahuila, Nuevo Leon, Tamaulipas (most areas) | America/Montevideo UY |
America/Montreal >America/Toronto | America/Montserrat MS | America/Nassau BS |
America/New_York US Eastern (most areas) | America/Nipigon >America/Toronto | America/Nome US Alaska (west) |
America/Noronha BR Atlantic islands | America/North_Dakota/Beulah US Central - ND (Mercer) |
America/North_Dakota/Center US Central - ND (Oliver) |
America/North_Dakota/New_Salem US Central - ND (Morton rural) | America/Nuuk GL most of Greenland |
America/Ojinaga MX Chihuahua (US border - east) | America/Panama PA,CA,KY EST - ON (Atikokan), NU (Coral H) |
America/Pangnirtung >America/Iqaluit | America/Paramaribo SR | America/Phoenix US,CA MST - AZ (except Navajo) |
America/Port-au-Prince HT | America/Port_of_Spain TT | America/Porto_Acre >America/Rio_Branco |
America/Porto_Velho BR Rondonia |
America/Puerto_Rico PR,AG,CA,AI,AW,BL,BQ,CW,DM,GD,GP,KN,LC,MF,MS,SX,TT,VC,VG,VI AST - QC (Lower North Shore) |
America/Punta_Arenas CL Magallanes Region | America/Rainy_River >America/Winnipeg |
America/Rankin_Inlet CA Central - NU (central) | America/Recife BR Pernambuco |
America/Regina CA CST - SK (most areas) | America/Resolute CA Central - NU (Resolute) |
America/Rio_Branco BR Acre | America/Rosario >America/Argentina/Cordoba |
America/Santa_Isabel >America/Tijuana | America/Santarem BR Para (west) | America/Santiago CL most of Chile |
America/Santo_Domingo DO | America/Sao_Paulo BR Brazil (southeast: GO, DF, MG, ES, RJ, SP, PR, SC, RS) |
America/Scoresbysund GL Scoresbysund/Ittoqqortoormiit | America/Shiprock >America/Denver |
America/Sitka US Alaska - Sitka area | America/St_Barthelemy BL |
America/St_Johns CA Newfoundland, Labrador (SE) | America/St_Kitts KN | America/St_Lucia LC |
America/St_Thomas VI | America/St_Vincent VC | America/Swift_Current CA CST - SK (midwest) |
America/Tegucigalpa HN | America/Thule GL Thule/Pituffik | America/Thunder_Bay >America/Toronto |
America/Tijuana MX Baja California | America/Toronto CA,BS Eastern - ON & QC (most areas) | America/Tortola VG |
America/Vancouver CA MST - BC (most areas) | America/Virgin >America/St_Thomas |
America/Whitehorse CA MST - Yukon (east) | America/Winnipeg CA EST - Manitoba, ON (northwest) |
America/Yakutat US Alaska - Yakutat | America/Yellowknife >America/Edmonton | Antarctica/Casey AQ Casey |
Antarctica/Davis AQ Davis | Antarctica/DumontDUrville AQ Dumont-d'Urville |
Antarctica/Macquarie AU Macquarie Island | Antarctica/Mawson AQ Mawson |
Antarctica/McMurdo AQ New Zealand time - McMurdo, South Pole | Antarctica/Palmer AQ Palmer |
Antarctica/Rothera AQ Rothera | Antarctica/South_Pole >Antarctica/McMurdo | Antarctica/Syowa AQ Syowa |
Antarctica/Troll AQ Troll | Antarctica/Vostok AQ Vostok | Arctic/Longyearbyen SJ | Asia/Aden YE |
Asia/Almaty KZ most of Kazakhstan | Asia/Amman JO | Asia/Anadyr RU MSK+09 - Bering Sea |
Asia/Aqtau KZ Mangghystau/Mankistau | Asia/Aqtobe KZ Aqtobe/Aktobe | Asia/Ashgabat TM |
Asia/Ashkhabad >Asia/Ashgabat | Asia/Atyrau KZ Atyrau/Atirau/Gur'yev | Asia/Baghdad IQ | Asia/Bahrain BH |
Asia/Baku AZ | Asia/Bangkok TH,CX,KH,LA,VN north Vietnam | Asia/Barnaul RU MSK+04 - Altai | Asia/Beirut LB |
Asia/Bishkek KG | Asia/Brunei BN | Asia/Calcutta >Asia/Kolkata | Asia/Chita RU MSK+06 - Zabaykalsky |
Asia/Choibalsan >Asia/Ulaanbaatar | Asia/Chongqing >Asia/Shanghai | Asia/Chungking >Asia/Shanghai |
Asia/Colombo LK | Asia/Dacca >Asia/Dhaka | Asia/Damascus SY | Asia/Dhaka BD | Asia/Dili TL |
Asia/Dubai AE,OM,RE,SC,TF Crozet | Asia/Dushanbe TJ | Asia/Famagusta CY Northern Cyprus |
Asia/Gaza PS Gaza Strip | Asia/Harbin >Asia/Shanghai | Asia/Hebron PS West Bank |
Asia/Ho_Chi_Minh VN south Vietnam | Asia/Hong_Kong HK | Asia/Hovd MN Bayan-Olgii, Hovd, Uvs |
Asia/Irkutsk RU MSK+05 - Irkutsk, Buryatia | Asia/Istanbul >Europe/Istanbul | Asia/Jakarta ID Java, Sumatra |
Asia/Jayapura ID New Guinea (West Papua / Irian Jaya), Malukus/Moluccas | Asia/Jerusalem IL | Asia/Kabul AF |
Asia/Kamchatka RU MSK+09 - Kamchatka | Asia/Karachi PK | Asia/Kashgar >Asia/Urumqi | Asia/Kathmandu NP |
Asia/Katmandu >Asia/Kathmandu | Asia/Khandyga RU MSK+06 - Tomponsky, Ust-Maysky | Asia/Kolkata IN |
Asia/Krasnoyarsk RU MSK+04 - Krasnoyarsk area | Asia/Kuala_Lumpur MY Malaysia (peninsula) |
Asia/Kuching MY,BN Sabah, Sarawak | Asia/Kuwait KW | Asia/Macao >Asia/Macau | Asia/Macau MO |
Asia/Magadan RU MSK+08 - Magadan |
Asia/Makassar ID Borneo (east, south), Sulawesi/Celebes, Bali, Nusa Tengarra, Timor (west) | Asia/Manila PH |
Asia/Muscat OM | Asia/Nicosia CY most of Cyprus | Asia/Novokuznetsk RU MSK+04 - Kemerovo |
Asia/Novosibirsk RU MSK+04 - Novosibirsk | Asia/Omsk RU MSK+03 - Omsk | Asia/Oral KZ West Kazakhstan |
Asia/Phnom_Penh KH | Asia/Pontianak ID Borneo (west, central) | Asia/Pyongyang KP | Asia/Qatar QA,BH |
Asia/Qostanay KZ Qostanay/Kostanay/Kustanay | Asia/Qyzylorda KZ Qyzylorda/Kyzylorda/Kzyl-Orda |
Asia/Rangoon >Asia/Yangon | Asia/Riyadh SA,AQ,KW,YE Syowa | Asia/Saigon >Asia/Ho_Chi_Minh |
Asia/Sakhalin RU MSK+08 - Sakhalin Island | Asia/Samarkand UZ Uzbekistan (west) | Asia/Seoul KR |
Asia/Shanghai CN Beijing Time | Asia/Singapore SG,AQ,MY peninsular Malaysia, Concordia |
Asia/Srednekolymsk RU MSK+08 - Sakha (E), N Kuril Is | Asia/Taipei TW | Asia/Tashkent UZ Uzbekistan (east) |
Asia/Tbilisi GE | Asia/Tehran IR | Asia/Tel_Aviv >Asia/Jerusalem | Asia/Thimbu >Asia/Thimphu | Asia/Thimphu BT |
Asia/Tokyo JP,AU Eyre Bird Observatory | Asia/Tomsk RU MSK+04 - Tomsk | Asia/Ujung_Pandang >Asia/Makassar |
Asia/Ulaanbaatar MN most of Mongolia | Asia/Ulan_Bator >Asia/Ulaanbaatar | Asia/Urumqi CN Xinjiang Time |
Asia/Ust-Nera RU MSK+07 - Oymyakonsky | Asia/Vientiane LA | Asia/Vladivostok RU MSK+07 - Amur River |
Asia/Yakutsk RU MSK+06 - Lena River | Asia/Yangon MM,CC | Asia/Yekaterinburg RU MSK+02 - Urals |
Asia/Yerevan AM | Atlantic/Azores PT Azores | Atlantic/Bermuda BM | Atlantic/Canary ES Canary Islands |
Atlantic/Cape_Verde CV | Atlantic/Faeroe >Atlantic/Faroe | Atlantic/Faroe FO | Atlantic/Jan_Mayen >Europe/Oslo |
Atlantic/Madeira PT Madeira Islands | Atlantic/Reykjavik IS | Atlantic/South_Georgia GS |
Atlantic/St_Helena SH | Atlantic/Stanley FK | Australia/ACT >Australia/Sydney |
Australia/Adelaide AU South Australia | Australia/Brisbane AU Queensland (most areas) |
Australia/Broken_Hill AU New South Wales (Yancowinna) | Australia/Canberra >Australia/Sydney |
Australia/Currie >Australia/Hobart | Australia/Darwin AU Northern Territory |
Australia/Eucla AU Western Australia (Eucla) | Australia/Hobart AU Tasmania |
Australia/LHI >Australia/Lord_Howe | Australia/Lindeman AU Queensland (Whitsunday Islands) |
Australia/Lord_Howe AU Lord Howe Island | Australia/Melbourne AU Victoria | Australia/NSW >Australia/Sydney |
Australia/North >Australia/Darwin | Australia/Perth AU Western Australia (most areas) |
Australia/Queensland >Australia/Brisbane | Australia/South >Australia/Adelaide |
Australia/Sydney AU New South Wales (most areas) | Australia/Tasmania >Australia/Hobart |
Australia/Victoria >Australia/Melbourne | Australia/West >Australia/Perth |
Australia/Yancowinna >Australia/Broken_Hill | Brazil/Acre >America/Rio_Branco |
Brazil/DeNoronha >America/Noronha | Brazil/East >America/Sao_Paulo | Brazil/West >America/Manaus |
CET >Europe/Brussels | CST6CDT >America/Chicago | Canada/Atlantic >America/Halifax |
Canada/Central >America/Winnipeg | Canada/Eastern >America/Toronto | Canada/Mountain >America/Edmonton |
Canada/Newfoundland >America/St_Johns | Canada/Pacific >America/Vancouver |
Canada/Saskatchewan >America/Regina | Canada/Yukon >America/Whitehorse | Chile/Continental >America/Santiago |
Chile/EasterIsland >Pacific/Easter | Cuba >America/Havana | EET >Europe/Athens | EST >America/Panama |
EST5EDT >America/New_York | Egypt >Africa/Cairo | Eire >Europe/Dublin | Etc/GMT | Etc/GMT+0 >Etc/GMT |
Etc/GMT+1 | Etc/GMT+10 | Etc/GMT+11 | Etc/GMT+12 | Etc/GMT+2 | Etc/GMT+3 | Etc/GMT+4 | Etc/GMT+5 | Etc/GMT+6 |
Etc/GMT+7 | Etc/GMT+8 | Etc/GMT+9 | Etc/GMT-0 >Etc/GMT | Etc/GMT-1 | Etc/GMT-10 | Etc/GMT-11 | Etc/GMT-12 |
Etc/GMT-13 | Etc/GMT-14 | Etc/GMT-2 | Etc/GMT-3 | Etc/GMT-4 | Etc/GMT-5 | Etc/GMT-6 | Etc/GMT-7 | Etc/GMT-8 |
Etc/GMT-9 | Etc/GMT0 >Etc/GMT | Etc/Greenwich >Etc/GMT | Etc/UCT >Etc/UTC | Etc/UTC | Etc/Universal >Etc/UTC |
Etc/Zulu >Etc/UTC | Europe/Amsterdam NL | Europe/Andorra AD | Europe/Astrakhan RU MSK+01 - Astrakhan |
Europe/Athens GR | Europe/Belfast >Europe/London | Europe/Belgrade RS,BA,HR,ME,MK,SI |
Europe/Berlin DE,DK,NO,SE,SJ most of Germany | Europe/Bratislava SK | Europe/Brussels BE,LU,NL |
Europe/Bucharest RO | Europe/Budapest HU | Europe/Busingen DE Busingen | Europe/Chisinau MD |
Europe/Copenhagen DK | Europe/Dublin IE | Europe/Gibraltar GI | Europe/Guernsey GG | Europe/Helsinki FI,AX |
Europe/Isle_of_Man IM | Europe/Istanbul TR | Europe/Jersey JE | Europe/Kaliningrad RU MSK-01 - Kaliningrad |
Europe/Kiev >Europe/Kyiv | Europe/Kirov RU MSK+00 - Kirov | Europe/Kyiv UA most of Ukraine |
Europe/Lisbon PT Portugal (mainland) | Europe/Ljubljana SI | Europe/London GB,GG,IM,JE | Europe/Luxembourg LU |
Europe/Madrid ES Spain (mainland) | Europe/Malta MT | Europe/Mariehamn AX | Europe/Minsk BY | Europe/Monaco MC |
Europe/Moscow RU MSK+00 - Moscow area | Europe/Nicosia >Asia/Nicosia | Europe/Oslo NO | Europe/Paris FR,MC |
Europe/Podgorica ME | Europe/Prague CZ,SK | Europe/Riga LV | Europe/Rome IT,SM,VA |
Europe/Samara RU MSK+01 - Samara, Udmurtia | Europe/San_Marino SM | Europe/Sarajevo BA |
Europe/Saratov RU MSK+01 - Saratov | Europe/Simferopol UA,RU Crimea | Europe/Skopje MK | Europe/Sofia BG |
Europe/Stockholm SE | Europe/Tallinn EE | Europe/Tirane AL | Europe/Tiraspol >Europe/Chisinau |
Europe/Ulyanovsk RU MSK+01 - Ulyanovsk | Europe/Uzhgorod >Europe/Kyiv | Europe/Vaduz LI | Europe/Vatican VA |
Europe/Vienna AT | Europe/Vilnius LT | Europe/Volgograd RU MSK+00 - Volgograd | Europe/Warsaw PL |
Europe/Zagreb HR | Europe/Zaporozhye >Europe/Kyiv | Europe/Zurich CH,DE,LI Büsingen | GB >Europe/London |
GB-Eire >Europe/London | GMT >Etc/GMT | GMT+0 >Etc/GMT | GMT-0 >Etc/GMT | GMT0 >Etc/GMT | Greenwich >Etc/GMT |
HST >Pacific/Honolulu | Hongkong >Asia/Hong_Kong | Iceland >Atlantic/Reykjavik | Indian/Antananarivo MG |
Indian/Chagos IO | Indian/Christmas CX | Indian/Cocos CC | Indian/Comoro KM | Indian/Kerguelen TF |
Indian/Mahe SC | Indian/Maldives MV,TF Kerguelen, St Paul I, Amsterdam I | Indian/Mauritius MU |
Indian/Mayotte YT | Indian/Reunion RE | Iran >Asia/Tehran | Israel >Asia/Jerusalem | Jamaica >America/Jamaica |
Japan >Asia/Tokyo | Kwajalein >Pacific/Kwajalein | Libya >Africa/Tripoli | MET >Europe/Brussels |
MST >America/Phoenix | MST7MDT >America/Denver | Mexico/BajaNorte >America/Tijuana |
Mexico/BajaSur >America/Mazatlan | Mexico/General >America/Mexico_City | NZ >Pacific/Auckland |
NZ-CHAT >Pacific/Chatham | Navajo >America/Denver | PRC >Asia/Shanghai | PST8PDT >America/Los_Angeles |
Pacific/Apia WS | Pacific/Auckland NZ,AQ most of New Zealand | Pacific/Bougainville PG Bougainville |
Pacific/Chatham NZ Chatham Islands | Pacific/Chuuk FM Chuuk/Truk, Yap | Pacific/Easter CL Easter Island |
Pacific/Efate VU | Pacific/Enderbury >Pacific/Kanton | Pacific/Fakaofo TK | Pacific/Fiji FJ |
Pacific/Funafuti TV | Pacific/Galapagos EC Galapagos Islands | Pacific/Gambier PF Gambier Islands |
Pacific/Guadalcanal SB,FM Pohnpei | Pacific/Guam GU,MP | Pacific/Honolulu US Hawaii |
Pacific/Johnston >Pacific/Honolulu | Pacific/Kanton KI Phoenix Islands | Pacific/Kiritimati KI Line Islands |
Pacific/Kosrae FM Kosrae | Pacific/Kwajalein MH Kwajalein | Pacific/Majuro MH most of Marshall Islands |
Pacific/Marquesas PF Marquesas Islands | Pacific/Midway UM Midway Islands | Pacific/Nauru NR | Pacific/Niue NU |
Pacific/Norfolk NF | Pacific/Noumea NC | Pacific/Pago_Pago AS,UM Midway | Pacific/Palau PW |
Pacific/Pitcairn PN | Pacific/Pohnpei FM Pohnpei/Ponape | Pacific/Ponape >Pacific/Pohnpei |
Pacific/Port_Moresby PG,AQ,FM most of Papua New Guinea | Pacific/Rarotonga CK | Pacific/Saipan MP |
Pacific/Samoa >Pacific/Pago_Pago | Pacific/Tahiti PF Society Islands |
Pacific/Tarawa KI,MH,TV,UM,WF Gilbert Islands | Pacific/Tongatapu TO | Pacific/Truk >Pacific/Chuuk |
Pacific/Wake UM Wake Island | Pacific/Wallis WF | Pacific/Yap >Pacific/Chuuk | Poland >Europe/Warsaw |
Portugal >Europe/Lisbon | ROC >Asia/Taipei | ROK >Asia/Seoul | Singapore >Asia/Singapore |
Turkey >Europe/Istanbul | UCT >Etc/UTC | US/Alaska >America/Anchorage | US/Aleutian >America/Adak |
US/Arizona >America/Phoenix | US/Central >America/Chicago | US/East-Indiana >America/Indiana/Indianapolis |
US/Eastern >America/New_York | US/Hawaii >Pacific/Honolulu | US/Indiana-Starke >America/Indiana/Knox |
US/Michigan >America/Detroit | US/Mountain >America/Denver | US/Pacific >America/Los_Angeles |
US/Samoa >Pacific/Pago_Pago | UTC | Universal >Etc/UTC | W-SU >Europe/Moscow | WET >Europe/Lisbon |
Zulu >Etc/UTC
`;
