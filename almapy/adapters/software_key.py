"""A signature key kept in memory: what signs assertions before a simulator."""

from __future__ import annotations

from almapy.errors import ExternalError


class SoftwareKey:
    """Signs like a CPS would, with a private key that the program holds (``insi.ports.Signer``).

    Both texts are PEM; the key must be RSA. Raises ExternalError when one of them is not that.
    """

    def __init__(self, private_key_pem: bytes, certificate_pem: bytes) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        try:
            key = serialization.load_pem_private_key(private_key_pem, password=None)
            certificate = x509.load_pem_x509_certificate(certificate_pem)
        except (ValueError, TypeError) as error:
            raise ExternalError(_UNUSABLE, code="key.unusable") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ExternalError(_UNUSABLE, code="key.unusable")
        self._key = key
        self._certificate = certificate.public_bytes(serialization.Encoding.DER)

    @property
    def certificate(self) -> bytes:
        """Return the signature certificate, DER."""
        return self._certificate

    def sign(self, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over the SHA-256 of ``data``."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


_UNUSABLE = (
    "La clé de signature ne peut pas être lue. Rien n'a été envoyé. Choisissez une clé RSA et son "
    "certificat, au format PEM."
)
