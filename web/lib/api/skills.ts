import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Skill } from "./types";

const KEY = ["skills"];

/** The skills of the organization, with their health as it is now. */
export function useSkills() {
  return useQuery({ queryKey: KEY, queryFn: () => unwrap(api.GET("/v1/skills")) });
}

/** Switches a skill on or off and leaves its settings as they are. */
export function useSwitch(skill: Skill) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (enabled: boolean) => {
      const params = { path: { id: skill.id } };
      const set = await unwrap(api.GET("/v1/skills/{id}/settings", { params }));
      const body = { ...set, enabled };
      await unwrap(api.PUT("/v1/skills/{id}/settings", { params, body }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Calls one tool outside a run. */
export function useTrial(skill: string, tool: string) {
  return useMutation({
    mutationFn: (args: Record<string, unknown>) =>
      unwrap(
        api.POST("/v1/skills/{id}/tools/{tool}:try", {
          params: { path: { id: skill, tool } },
          body: { arguments: args },
        }),
      ),
  });
}
