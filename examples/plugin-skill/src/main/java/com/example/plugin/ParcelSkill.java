package com.example.plugin;

import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import java.util.List;
import java.util.Map;

/** Tells where parcels are. An organization sets the address of its carrier and names a key. */
public final class ParcelSkill implements Skill {

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of(
              "base_url",
              Map.of(
                  "type",
                  "string",
                  "format",
                  "uri",
                  "title",
                  "Address",
                  "description",
                  "Where the carrier's API is.")),
          "required",
          List.of("base_url"),
          "additionalProperties",
          false);

  private final List<Tool> tools = List.of(new TrackParcel());

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "parcels",
        "1.0.0",
        "Parcels",
        "Tells where a parcel is.",
        "Ask for the parcel's number when you do not know it. Never guess one.",
        SETTINGS,
        List.of(new SecretNeed("api_key", "The carrier's key, from its developer page.", true)));
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    if (!context.settings().containsKey("base_url")) {
      return SkillHealth.notConfigured("Set base_url to the address of your carrier's API.");
    }
    return context.secret("api_key").isPresent()
        ? SkillHealth.OK
        : SkillHealth.notConfigured("Name a secret for api_key.");
  }
}
