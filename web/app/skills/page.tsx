import { SkillsPage } from "@/components/skills/skills-page";

export default function Page() {
  return <SkillsPage />;
}
