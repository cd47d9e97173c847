"""Accented letters and what they fold to, so that "Ayşe" is found by "ayse". The database's `translate` takes both."""

FOLD_FROM = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőřśşšșťţțùúûüūůűųýÿźżž’‘-"
FOLD_TO = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorsssstttuuuuuuuuyyzzz'' "

#: What parts words, besides spaces. The same characters stand in the database's `people_words` (migration 0008).
SEPARATORS = "!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~–—…“”«»·،۔।\t\n\r\u00a0-"
