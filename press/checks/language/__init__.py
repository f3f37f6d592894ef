"""The checks of Indonesian texts: spelling, the rules of EYD V, quotation marks, lengths and registered names.

EYD V: Ejaan Bahasa Indonesia yang Disempurnakan, edisi kelima, Keputusan Kepala Badan Pengembangan dan Pembinaan Bahasa
Nomor 0424/I/BS.00.01/2022.
"""
