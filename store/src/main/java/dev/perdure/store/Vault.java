package dev.perdure.store;

import dev.perdure.core.port.EncryptedFields;
import dev.perdure.core.port.ModelCredentialStore;
import dev.perdure.core.port.SecretStore;

/** The storage ports for what is encrypted. */
public record Vault(
    SecretStore secrets, ModelCredentialStore modelCredentials, EncryptedFields fields) {}
