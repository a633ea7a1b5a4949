"""Seco: the 相談・届出クイックリスト as a living document."""
