/**
 * ASN.1 in its distinguished encoding (X.690), read strictly and written: what keys, signatures, certificates and
 * envelopes are made of. A reader accepts one encoding of each value and nothing after it, so that what has been signed
 * is what is read.
 */
package dev.anole.security.shangmi.asn1;
