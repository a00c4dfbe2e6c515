"""Parsing of files that nobody vouches for, in processes whose memory and time are limited.

A PDF or DOCX can hold a few bytes that unpack to gigabytes, a loop, or what makes a parser fail: that process ends, the one
that reads the answer does not. Models stay outside, so that a parser's end costs a tenth of a second.
"""
