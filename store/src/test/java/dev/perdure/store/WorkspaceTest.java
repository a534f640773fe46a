package dev.perdure.store;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.secret.MessageEncryption;
import org.jspecify.annotations.Nullable;

class WorkspaceTest extends WorkspaceContract {

  @Override
  MessageEncryption messages() {
    return MessageEncryption.none();
  }

  @Override
  @Nullable ContentStore objects() {
    return null;
  }
}
