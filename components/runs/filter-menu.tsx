export { FilterMenu } from "../ui/filter-menu";
