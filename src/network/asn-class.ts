/**
 * What sort of network an autonomous system is: our own judgement for those that matter most in CloudTrail,
 * then the words in its holder's name. A class, never a verdict: honest people use VPNs and rent servers.
 */
import type { NetworkKind } from './kind.ts';

/** AS numbers by kind, each followed by whom it stands for; a comma ends an entry. */
const BY_NUMBER: readonly (readonly [NetworkKind, string])[] = [
  ['aws', '16509 Amazon, 14618 Amazon, 8987 Amazon, 7224 Amazon, 38895 Amazon, 801 Amazon, 62785 Amazon'],
  [
    'cloud',
    `396982 Google, 15169 Google, 19527 Google, 139190 Google, 8075 Microsoft, 8068 Microsoft,
    8069 Microsoft, 8070 Microsoft, 12076 Microsoft, 31898 Oracle, 54253 Oracle, 36351 IBM, 37963 Alibaba,
    45102 Alibaba, 134963 Alibaba, 45090 Tencent, 132203 Tencent, 133478 Tencent, 55990 Huawei,
    136907 Huawei, 137718 Volcano, 150436 Byteplus, 200350 Yandex, 13238 Yandex, 23576 Naver, 14340 Salesforce,
    13335 Cloudflare, 209242 Cloudflare, 54113 Fastly, 20940 Akamai, 16625 Akamai, 36183 Akamai, 19551 Incapsula,
    22822 Limelight, 36459 GitHub, 714 Apple, 6185 Apple, 32934 Facebook, 2906 Netflix, 13414 Twitter,
    40509 Fly.io, 22616 Zscaler, 53813 Zscaler, 62044 Zscaler, 55256 Netskope, 13150 Cato, 54538 Palo`,
  ],
  [
    'vpn',
    `216025 Mullvad, 39351 31173, 49399 31173, 209103 Proton, 208172 Proton, 62371 Proton, 199218 Proton,
    207137 PacketHub, 136787 PacketHub, 141039 PacketHub, 147049 PacketHub, 272096 PacketHub, 60068 Datacamp,
    212238 Datacamp, 211612 Datacamp, 9009 M247, 16247 M247, 42973 M247, 51332 M247, 397540 Windscribe,
    203619 IVPN, 208765 Bullet, 213163 Free, 46868 VPNET, 137409 GSL, 7578 GSL, 11878 tzulo,
    51765 Oy Crea Nova, 43357 Owl`,
  ],
  [
    'tor',
    `60729 Stiftung, 208323 Foundation, 205100 F3, 62744 Quintex, 396507 Emerald, 4224 The Calyx,
    401401 Unredacted, 401720 Unredacted`,
  ],
  [
    'hosting',
    `24940 Hetzner, 213230 Hetzner, 16276 OVH, 14061 DigitalOcean, 63949 Akamai, 48337 Linode, 20473 Constant,
    51167 Contabo, 40021 Contabo, 12876 Scaleway, 60781 LeaseWeb, 30633 Leaseweb, 28753 Leaseweb, 7203 Leaseweb,
    395954 Leaseweb, 8560 IONOS, 6724 Strato, 31034 Aruba, 47583 Hostinger, 26496 GoDaddy, 398101 GoDaddy,
    22612 Namecheap, 36352 HostPapa, 53667 FranTech, 203020 HostRoyale, 207990 HostRoyale, 8100 QuadraNet,
    29802 Hivelocity, 61317 Hivelocity, 40676 Psychz, 46844 Sharktech, 46475 Limestone, 32244 Liquid,
    19318 Interserver, 33387 Nocix, 30058 FDCservers, 62904 Eonix, 33070 Rackspace, 19994 Rackspace,
    27357 Rackspace, 15395 Rackspace, 7979 Servers.com, 62240 Clouvider, 834 IPXO, 46562 Performive,
    12189 PhoenixNAP, 54825 Packet, 396356 Latitude, 36007 Kamatera, 202053 UpCloud, 197540 netcup,
    8972 Host, 49981 WorldStream, 49544 i3D, 43350 NForce, 50673 Serverius, 57043 Hostkey, 49505 Selectel,
    9123 Timeweb, 198610 Beget, 197695 Domain, 57724 DDoS-Guard, 210644 Aeza, 216246 Aeza, 200019 AlexHost,
    200651 FlokiNET, 44925 1984, 51396 Pfcloud, 210558 1337, 204601 Zomro, 56630 Melbikomas, 3223 Voxility,
    199524 G-Core, 202422 G-Core, 21859 Zenlayer, 16125 Cherry, 46261 QuickPacket, 27176 DataWagon,
    138915 Kaopu, 135377 UCloud, 59077 UCloud, 7506 GMO, 7684 Sakura, 9370 Sakura, 9371 Sakura, 131965 Xserver,
    17378 TierPoint, 15830 Equinix, 12586 GHOSTnet`,
  ],
  [
    'mobile',
    `21928 T-Mobile, 6167 Verizon, 22394 Verizon, 20057 AT&T, 55836 Reliance, 9605 NTT, 9644 SK, 51207 Free,
    206067 Hutchison, 44034 Hi3G, 25255 Hutchison, 13280 Three, 16135 Turkcell, 23693 Telekomunikasi,
    4761 Indosat, 24203 XL, 45271 Vodafone, 55410 Vodafone, 38266 Vodafone, 29465 MTN, 16637 MTN, 29975 Vodacom, 36994 Vodacom,
    33771 Safaricom, 37069 Egyptian, 36935 Vodafone, 197207 Mobile, 44244 Iran, 31133 MegaFon, 12714 MegaFon,
    15895 Kyivstar, 34058 lif, 12912 T-Mobile, 9141 P4, 9808 China Mobile, 56046 China Mobile,
    56041 China Mobile, 24445 China Mobile, 56040 China Mobile, 24400 China Mobile, 24158 Taiwan, 9674 Far,
    17924 Smartone, 45143 Singapore, 138384 Rakuten, 26599 Telefonica, 26615 TIM, 133481 Advanced,
    131445 Advanced, 9587 DTAC, 4818 DiGi, 10030 Celcom, 38466 U, 132199 Globe, 15796 Salt, 133612 Vodafone`,
  ],
  [
    'residential',
    `7922 Comcast, 20115 Charter, 10796 Charter, 20001 Charter, 11427 Charter, 33363 Charter, 11426 Charter,
    11351 Charter, 12271 Charter, 33588 Charter, 22773 Cox, 7018 AT&T, 701 Verizon, 209 CenturyLink,
    5650 Frontier, 7029 Windstream, 6128 Cablevision, 19108 Suddenlink, 6079 RCN, 30036 Mediacom,
    11492 Cable, 12083 WideOpenWest, 16591 Google, 46375 Sonic, 4181 TDS, 11404 Wave, 19901 Brightspeed,
    14593 Space, 7155 ViaSat, 577 Bell, 812 Rogers, 6327 Shaw, 852 Telus, 5769 Videotron, 7992 Cogeco,
    5645 TekSavvy, 2856 British, 5089 Virgin, 5607 Sky, 13285 TalkTalk, 5378 Vodafone, 12390 KCOM,
    56478 Hyperoptic, 201838 Community, 5466 Eircom, 6830 Liberty, 3320 Deutsche, 3209 Vodafone,
    6805 Telefonica, 8881 1&1, 8422 NetCologne, 8767 M-net, 60294 Deutsche, 9145 EWE, 3215 Orange, 12322 Free,
    15557 Francaise, 5410 Bouygues, 3269 Telecom, 1267 Wind, 30722 Vodafone, 12874 Fastweb, 35612 EOLO,
    3352 Telefonica, 12479 Orange, 12430 Vodafone, 6739 Vodafone, 57269 DIGI, 3243 MEO, 2860 NOS,
    12353 Vodafone, 1136 KPN, 33915 Vodafone, 50266 Odido, 15435 DELTA, 5432 Proximus, 6848 Telenet,
    3303 Swisscom, 6730 Sunrise, 13030 Init7, 8447 A1, 8412 T-Mobile, 3301 Telia, 1257 Tele2, 29518 Bredband2,
    8473 Bahnhof, 8434 Telenor, 2119 Telenor, 29695 Lyse, 3292 TDC, 9158 Telenor, 1759 Telia, 16086 DNA,
    5617 Orange, 12741 Netia, 5610 O2, 13036 T-Mobile, 16019 Vodafone, 5483 Magyar, 21334 One, 8708 DIGI,
    9050 Orange, 12302 Vodafone, 6799 Ote, 3329 Vodafone, 5391 Hrvatski, 5603 Telekom, 8764 Telia,
    12389 Rostelecom, 8402 Vimpelcom, 8359 MTS, 9121 Turk, 34984 Superonline, 15897 Vodafone, 8551 Bezeq,
    12400 Partner, 1680 Cellcom, 25019 Saudi, 35819 Etihad, 5384 Emirates, 15802 Emirates, 8452 TE-AS,
    24835 Vodafone, 6713 Itissalat, 36947 Telecom, 5713 Telkom, 37457 Telkom, 9829 Bharat, 24560 Bharti,
    45609 Bharti, 17488 Hathway, 24309 Atria, 17557 Pakistan, 45899 VNPT, 7552 Viettel, 18403 FPT,
    17552 True, 45758 Triple, 23969 TOT, 7713 Telekomunikasi, 23700 Linknet, 9299 Philippine, 4775 Globe,
    4788 TM, 9534 Maxis, 9506 Singapore, 55430 Starhub, 4773 M1, 4134 Chinanet, 4837 Unicom, 4812 Telecom,
    4808 Unicom, 9394 TieTong, 3462 Chunghwa, 4780 Digital, 4760 PCCW, 9269 Hong, 9304 HGC, 4766 Korea,
    9318 SK, 17858 LG, 4713 NTT, 17676 SoftBank, 2516 KDDI, 9824 JCOM, 17511 OPTAGE, 2518 BIGLOBE, 2527 Sony,
    4685 Asahi, 1221 Telstra, 4804 Optus, 7545 TPG, 4739 iiNet, 9500 One, 4771 Spark, 9790 Two, 8151 Uninet,
    13999 Mega, 22884 Total, 28573 Claro, 27699 Telefonica, 18881 Telefonica, 8167 tal, 7738 tal,
    22927 Telefonica, 7303 Telecom, 7418 Telefonica, 22047 VTR, 27651 Entel, 6147 Telefonica,
    3816 Colombia, 10620 Telmex, 13489 EPM, 8048 CANTV, 6057 Administracion, 11830 Instituto,
    6400 Dominicana, 9198 Kazakhtelecom, 58224 Iran`,
  ],
  [
    'isp',
    `3356 Level, 174 Cogent, 1299 Arelion, 3257 GTT, 2914 NTT, 6939 Hurricane, 6461 Zayo, 6453 Tata,
    6762 Sparkle, 5511 Orange, 3491 PCCW, 1273 Vodafone, 3549 Level, 3561 CenturyLink, 702 Verizon,
    2828 Verizon, 4755 Tata, 9498 Bharti, 9002 RETN, 8220 Colt, 2497 Initiative`,
  ],
  [
    'education',
    `3 Massachusetts, 4538 Education, 786 Jisc, 680 Forschungsnetz, 559 Switch, 2200 Renater, 137 GARR,
    1103 SURF, 1213 HEAnet, 2611 Belnet, 2852 CESNET, 2603 NORDUnet, 1653 SUNET, 224 SIKT, 766 Red.es,
    7575 Academic, 2907 Research, 1659 Academic, 2500 WIDE, 7377 California, 2152 CENIC, 600 OARnet, 81 MCNC,
    237 Merit, 3479 Regents, 210 Education, 378 InterUniversity, 2018 TENET, 7497 CNIC, 1133 SURF`,
  ],
];

/**
 * Words in a holder's name that give a network away, in the order they are tried. Plain "internet" or
 * "network" say nothing; an access provider is called residential only where its name says homes or cable.
 */
const BY_NAME: readonly (readonly [NetworkKind, RegExp])[] = [
  ['aws', /^amazon(\.com| data services| technologies)\b/i],
  ['cloud', /^(google (llc|cloud)|microsoft corp|cloudflare|akamai|fastly|alibaba|tencent|zscaler)\b/i],
  ['tor', /\b(tor (exit|relay|network)|torservers|onion routing)\b/i],
  [
    'vpn',
    /\bvpn( (ab|inc|llc|ltd|limited))?\.?$|^(packethub|m247|datacamp|mullvad|nordvpn|surfshark|windscribe)\b/i,
  ],
  [
    'education',
    /universi[td]|\buniv\b|\b(college|school|schulen?|hochschule|academ|polytechnic|politecnico|ecole|escola|escuela)|\binstitute? of (science|technology)|research (and )?education|\bcampus\b/i,
  ],
  [
    'hosting',
    /hosting|\b(vps|vds|colo|datacent(er|re)|data[ -]cent(er|re)s?|rechenzentrum|servers?|cloud|baremetal|dedicated)\b|hetzner|leaseweb|hostroyale|kamatera/i,
  ],
  ['mobile', /\b(mobile|mobil|m[oó]viles?|cellular|cellco|gsm|lte)\b/i],
  ['residential', /broadband|\bcable ?(vision|tv|television)|cablevision|\bcatv\b|\bfttx?h\b/i],
  [
    'isp',
    /tele(com|kom|fon|phone)|\b(isp|internet (service|provider)|communications?|comunica[cç]|fib(er|re|ra)(net)?\b|wireless|cable|provedor|banda)|\bnet ?works? (solutions|services)\b/i,
  ],
];

let numbered: ReadonlyMap<number, NetworkKind> | undefined;

/** Kind of the autonomous system by number, else by its holder's name, else `unknown`. */
export function classifyAsn(asn: number, holder: string | null): NetworkKind {
  const known = classifiedAsns().get(asn);
  if (known) return known;
  return BY_NAME.find(([, words]) => holder !== null && words.test(holder))?.[0] ?? 'unknown';
}

/** The AS numbers with a kind of their own. */
function classifiedAsns(): ReadonlyMap<number, NetworkKind> {
  numbered ??= new Map(classTable().map(({ asn, kind }) => [asn, kind]));
  return numbered;
}

/** Each entry of the table with the word its holder's name must contain; a test compares them with the data. */
export function classTable(): readonly { asn: number; kind: NetworkKind; holder: string }[] {
  return BY_NUMBER.flatMap(([kind, text]) =>
    text.split(',').map((entry) => {
      const [number = '', ...holder] = entry.trim().split(' ');
      return { asn: Number(number), kind, holder: holder.join(' ') };
    }),
  );
}
