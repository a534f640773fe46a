package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkillSettingsStoreTest {

  private static final SkillSettings SET =
      new SkillSettings(
          true,
          Map.of("provider", "searxng", "hosts", List.of("a", "b"), "most", 7),
          Map.of("api_key", "SEARCH_KEY"));

  private final StoreFixture fixture = new StoreFixture(SkillSettingsStoreTest.class);
  private final SkillSettingsStore settings = fixture.store().skillSettings();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void keepsWhatWasSetLastAndRecordsWhoDidIt() {
    Caller caller = fixture.caller();
    OrgId org = caller.orgId();
    assertThat(settings.all(org)).isEmpty();
    assertThat(settings.find(org, "web_search")).isEmpty();

    Actor actor = Actor.of(caller, "192.0.2.1", "curl");
    settings.put(actor, org, "web_search", SET);
    assertThat(settings.find(org, "web_search")).contains(SET);

    SkillSettings off = new SkillSettings(false, Map.of(), Map.of());
    settings.put(actor, org, "web_search", off);
    settings.put(actor, org, "clock", SkillSettings.DEFAULT);
    assertThat(settings.all(org))
        .isEqualTo(Map.of("web_search", off, "clock", SkillSettings.DEFAULT));

    assertThat(
            fixture
                .store()
                .audit()
                .search(
                    org,
                    new AuditFilter(null, null, null, null, "skill", "web_search", null),
                    StoreFixture.ALL)
                .items())
        .extracting(recorded -> recorded.entry().action())
        .containsExactly("skill.configure", "skill.configure");
  }

  @Test
  void anotherOrganizationsSettingsAreNotSeen() {
    Caller caller = fixture.caller();
    settings.put(Actor.of(caller, null, null), caller.orgId(), "web_search", SET);
    OrgId stranger = fixture.caller().orgId();
    assertThat(settings.all(stranger)).isEmpty();
    assertThat(settings.find(stranger, "web_search")).isEmpty();
  }
}
