"""Money as it is printed: signs, codes and words of currencies, and the codes their figures are told in."""

from __future__ import annotations

#: Currencies, with the name their unit begins with.
CURRENCIES: dict[str, str] = {
    **dict.fromkeys(("$", "us$", "us $", "u.s. $", "$us", "usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "eur", "euro", "euros", "евро"), "EUR"),
    **dict.fromkeys(("yuan", "renminbi", "rmb", "cny", "cn¥", "rmb¥"), "RMB"),
    **dict.fromkeys(("₽", "rub", "rur", "rouble", "roubles", "ruble", "rubles"), "RUB"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("yen", "jpy"), "JPY"),
    **dict.fromkeys(("₹", "rupee", "rupees", "inr"), "INR"),
    **dict.fromkeys(("₩", "krw"), "KRW"),
    "¥": "RMB",
    "a$": "AUD",
    "c$": "CAD",
    **dict.fromkeys(("hk$", "hk $"), "HKD"),
    "s$": "SGD",
    **dict.fromkeys(("tenge", "tenges"), "KZT"),
    "chf": "CHF",
    **dict.fromkeys(("zloty", "zlotys", "złoty"), "PLN"),
    **dict.fromkeys(("riyal", "riyals"), "SAR"),
    **dict.fromkeys(("lira", "liras"), "TRY"),
    **dict.fromkeys(("shekel", "shekels"), "ILS"),
    **dict.fromkeys(("dirham", "dirhams"), "AED"),
    **dict.fromkeys(("shilling", "shillings"), "SHS"),
    **dict.fromkeys(("forint", "forints"), "HUF"),
    **dict.fromkeys(("kronor", "kroner"), "SEK"),
    "ringgit": "MYR",
    "baht": "THB",
    "rupiah": "IDR",
    "taka": "BDT",
    "naira": "NGN",
    "hryvnia": "UAH",
}
#: Currency words that may stand before their number ("RMB 5bn"); "dollar 5" does not.
BEFORE = frozenset(
    ["us$", "us $", "u.s. $", "usd", "eur", "rmb", "cny", "rub", "rur", "gbp", "jpy", "inr", "krw", "chf"]
)
_CODES = "SAR PKR MYR AED ZAR AUD CAD NZD SGD HKD PHP PLN TRY SEK NOK DKK THB IDR QAR KWD OMR BHD EGP TWD VND BDT LKR"
#: Signs and codes that are read as money only right before their number: "RM60.2 billion", "Rs 500 crore".
SIGNS: dict[str, str] = {
    **dict(zip(_CODES.lower().split(), _CODES.split(), strict=True)),
    **dict.fromkeys(("sh", "shs", "ksh", "kshs", "kes", "tsh", "ush"), "SHS"),
    **dict.fromkeys(("dh", "dhs"), "AED"),
    **dict.fromkeys(("can$", "ca$", "ca $"), "CAD"),
    **dict.fromkeys(("nz$", "nz $"), "NZD"),
    **dict.fromkeys(("au$", "au $"), "AUD"),
    **dict.fromkeys(("nt$", "nt $"), "TWD"),
    "mex$": "MXN",
    "r$": "BRL",
    "rm": "MYR",
    "sr": "SAR",
    "tk": "BDT",
    "rp": "IDR",
    "rs": "INR",
    "nis": "ILS",
    "r": "ZAR",
    "p": "PHP",
    "n": "NGN",
    "₱": "PHP",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "฿": "THB",
    "₪": "ILS",
    "₸": "KZT",
    "₫": "VND",
}
#: Every unit of money.
UNITS = frozenset((*CURRENCIES.values(), *SIGNS.values()))
#: Letters that are money only before digits, for the expression that cuts a text into tokens; single ones need "bn".
LETTERS = (
    "(?:USD|RMB|CNY|EUR|RUB|GBP|JPY|INR|SAR|PKR|MYR|AED|ZAR|AUD|CAD|NZD|SGD|HKD|PHP|PLN|TRY|SEK|NOK|DKK|THB|IDR|QAR|KWD|OMR|BHD|EGP|TWD|VND|BDT|LKR|"
    "KES|NIS|"
    r"K[Ss]hs?\.?|Shs?|[TU]Sh|Dhs?|SR|RM|Rs\.?|Rp\.?|Tk\.?)"
)
LETTER = r"[RPN](?=\d[\d.,]{0,9}\s?(?:[bm]n?|[bmt]r?illion)\b)"
